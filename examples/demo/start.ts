// `npm start`: everything on this machine, a tour through it, then how to connect a client of one's own.
// `--once` ends after the tour. The exit code says whether every step of it went through.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { tailOf } from './child.ts'
import { Children } from './children.ts'
import { clientConfig } from './client-config.ts'
import { configure, demoServers, type Configuration } from './configure.ts'
import { furnish, type Furnished } from './furnish.ts'
import { ensureOwner } from './sign-in.ts'
import { startStack, users, type Stack } from './stack.ts'
import { takeTour } from './tour.ts'
import { makeTraffic } from './traffic.ts'
import { createTranscript, type Transcript } from './transcript.ts'

const stateDirectory = path.resolve(import.meta.dirname, '../../.local')
const isOnce = process.argv.includes('--once')
const children = new Children()
const say = (line: string) => console.log(line)

let isEnding = false
async function end(exitCode: number): Promise<never> {
  isEnding = true
  await children.stopAll()
  process.exit(exitCode)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (isEnding) return
    say('\nEnding …')
    void end(0)
  })
}

try {
  say('Starting the authorization server, the API, the runtimes and Limen …')
  const started = await startStack({ stateDirectory, usualPorts: true, handbook: true, say, children })
  children.onUnexpectedEnd((child, how) => {
    if (isEnding) return
    console.error(`\n${child.name} ended (${how}).\n${tailOf(child.logFile)}`)
    void end(1)
  })
  const secretsFile = path.join(stateDirectory, 'secrets.json')
  const stack = await ensureOwner(started, secretsFile)
  const configuration = await configure(stack, demoServers(stack))
  writeFacts(stack, configuration)

  const transcript = createTranscript(say)
  await takeTour(stack, configuration.servers, transcript)
  await fillDashboard(stack, configuration, secretsFile, transcript)
  printFacts(stack, configuration)
  const failures = transcript.failures()
  if (failures > 0) console.error(`\n${failures} of the tour's steps failed. Logs: .local/logs`)
  if (isOnce) await end(failures > 0 ? 1 : 0)
  say('\nRunning until Ctrl-C. Logs: .local/logs')
} catch (error) {
  if (!isEnding) {
    console.error((error as Error).message)
    await end(1)
  }
}

/** So that no page of it is empty. */
async function fillDashboard(
  stack: Stack,
  configuration: Configuration,
  secretsFile: string,
  { heading, step }: Transcript,
): Promise<void> {
  heading(`dashboard  ${stack.origin}`)
  let furnished: Furnished | undefined
  await step('furnish', async () => {
    furnished = await furnish(stack, configuration, secretsFile)
    return 'people, groups, a rule, agents, budgets, an API-key server with its access token, a request'
  })
  await step('traffic', async () => {
    const made = await makeTraffic(configuration.servers, furnished ?? { handbook: undefined })
    return `${made} calls of two people and three clients`
  })
}

/** The same facts for programs. */
function writeFacts(stack: Stack, { gatewayId, servers }: Configuration): void {
  const facts = {
    origin: stack.origin,
    adminSecret: stack.adminSecret,
    downstreamIssuer: stack.issuer,
    adminApi: stack.admin.baseUrl,
    dashboard: `${stack.origin}/`,
    users: users.map(({ login, password }) => ({ login, password })),
    servers: servers.map(({ slug, mcpUrl, runtimeUrl, scopes }) => ({ slug, mcpUrl, runtimeUrl, scopes })),
    gatewayId,
  }
  writeFileSync(path.join(stateDirectory, 'demo.json'), `${JSON.stringify(facts, null, 2)}\n`, {
    mode: 0o600,
  })
}

function printFacts(stack: Stack, { servers }: Configuration): void {
  say(`\nDashboard            ${stack.origin}/  (sign in as ada, the Owner)`)
  say('\nServers')
  for (const { slug, mcpUrl, scopes, runtimeUrl } of servers) {
    const runtime = stack.runtimes.find(({ url }) => url === runtimeUrl)
    say(`  ${slug.padEnd(18)} ${mcpUrl}   ${scopes.join(' ')}   → ${runtime?.label}`)
  }
  say(
    `\nAdmin API            ${stack.admin.baseUrl}  (Bearer secret: adminSecret in .local/demo.json; ada is the Owner)`,
  )
  say(`Authorization server ${stack.issuer}`)
  say(`Sign in as           ${users.map(({ login, password }) => `${login} / ${password}`).join('   or   ')}`)
  say(`\n${clientConfig(servers)}`)
}
