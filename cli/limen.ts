#!/usr/bin/env node
// The `limen` command. Exit codes: 0 fine, 1 something is not as it should be, 2 the command cannot be carried out.
import { AdminApiError } from './admin-api.ts'
import { apply } from './commands/apply.ts'
import { doctor } from './commands/doctor.ts'
import { exportConfiguration } from './commands/export.ts'
import { login, logout } from './commands/login.ts'
import { logs } from './commands/logs.ts'
import { restore } from './commands/restore.ts'
import { describeProblem } from './describe-problem.ts'
import { UsageError } from './usage-error.ts'

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  doctor,
  export: exportConfiguration,
  apply,
  logs,
  restore,
  login,
  logout,
}

const USAGE = `limen: looks after a Limen deployment

  limen doctor <mcp-url>    look at a public MCP URL as a client would     [--profile standard|claude|chatgpt]
                            (any server's, not only Limen's)               [--token-env NAME] [--json]
  limen login <url>         keep an API key for a deployment; the key is read from standard input
  limen logout [<url>]      forget it
  limen export [file]       write the configuration as YAML, secrets as names of environment variables
  limen apply <file>        show what would change, ask, then change it    [--yes] [--plan] [--prune] [--secrets]
  limen logs                the newest events                              [--follow] [--server SLUG] [--outcome O]
                                                                           [--tool T] [--limit N] [--json]
  limen restore <gateway>   put a Gateway's object back to an earlier      --to TIME [--bookmark B] [--yes]
                            time, so that nothing unsafe lives again       [--storage-replaced] [--status]

Which deployment: --url, LIMEN_URL, or the one of the last login. Which credential: LIMEN_API_KEY, or the one kept.
`

process.exitCode = await main(process.argv.slice(2))

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    console.log(USAGE)
    return name === undefined ? 2 : 0
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    console.error(`limen: there is no command "${name}".\n\n${USAGE}`)
    return 2
  }
  try {
    return await command(args)
  } catch (error) {
    console.error(`limen ${name}: ${messageOf(error)}`)
    return 2
  }
}

/** Anything but what is expected to go wrong is a fault of ours and shows where it comes from. */
function messageOf(error: unknown): string {
  if (error instanceof AdminApiError) return describeProblem(error)
  if (error instanceof UsageError) return error.message
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return `${error.message}. limen help lists the options.`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
