// `limen doctor <mcp-url>`: any public MCP URL, from where the user is.
import { parseArgs } from 'node:util'
import { doctorProfile, type DoctorReport } from '../../schema/api/doctor.ts'
import { diagnose } from '../../worker/doctor/diagnose.ts'
import { sendFromHere } from '../send-from-here.ts'
import { UsageError } from '../usage-error.ts'

const SIGNS = { pass: '✓', warn: '!', fail: '✗', skip: '·' } as const
const COLOURS = { pass: 32, warn: 33, fail: 31, skip: 90 } as const

export async function doctor(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      profile: { type: 'string', default: 'standard' },
      'token-env': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [url] = positionals
  if (url === undefined) throw new UsageError('which URL? limen doctor https://limen.example.com/s/desk/mcp')
  const profile = doctorProfile.safeParse(values.profile)
  if (!profile.success) throw new UsageError(`--profile is one of ${doctorProfile.options.join(', ')}.`)
  const report = await diagnose(url, {
    send: sendFromHere,
    profile: profile.data,
    token: tokenFrom(values['token-env']),
  })
  console.log(
    values.json ? JSON.stringify(report, null, 2) : describeReport(report, process.stdout.isTTY === true),
  )
  return report.healthy ? 0 : 1
}

/** A token on the command line would stand in the shell's history and in the list of processes. */
function tokenFrom(variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined
  const token = process.env[variable]
  if (!token) throw new UsageError(`--token-env names ${variable}, which is not set.`)
  return token
}

export function describeReport({ mcpUrl, findings, healthy }: DoctorReport, inColour: boolean): string {
  const lines = findings.flatMap(({ check, status, message, remedy }) => {
    const sign = inColour ? `\u001B[${COLOURS[status]}m${SIGNS[status]}\u001B[0m` : SIGNS[status]
    const line = `  ${sign} ${check.padEnd(30)} ${message}`
    return remedy === null ? [line] : [line, `${' '.repeat(35)}→ ${remedy}`]
  })
  const count = (wanted: string) => findings.filter(({ status }) => status === wanted).length
  const sum = `${count('pass')} fine, ${count('warn')} to look at, ${count('fail')} broken, ${count('skip')} not looked at`
  return [mcpUrl, '', ...lines, '', `${healthy ? 'Clients can connect' : 'Clients will fail'}: ${sum}.`].join(
    '\n',
  )
}
