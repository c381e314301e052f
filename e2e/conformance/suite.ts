// Runs the official MCP conformance suite and reads what it found.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

/** One check of one scenario, as the suite writes it. */
export interface Check {
  id: string
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'INFO' | 'SKIPPED'
  description: string
  errorMessage?: string
}

export interface SuiteResult {
  exitCode: number | null
  /** Checks by scenario. */
  scenarios: Map<string, Check[]>
  /** Everything the suite printed. */
  output: string
}

const packageFile = createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json')
const COMMAND = path.join(path.dirname(packageFile), 'dist/index.js')

/** `onOutput` sees the text so far with each chunk; the authorization mode prints the URL to walk there. */
export async function runSuite(
  args: string[],
  onOutput: (text: string) => void = () => {},
): Promise<SuiteResult> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'limen-conformance-'))
  try {
    const child = spawn(process.execPath, [COMMAND, ...args, '-o', directory], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        onOutput(output)
      })
    }
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    return { exitCode, scenarios: await readScenarios(directory), output }
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function readScenarios(directory: string): Promise<Map<string, Check[]>> {
  const scenarios = new Map<string, Check[]>()
  for (const entry of await readdir(directory, { recursive: true })) {
    if (path.basename(entry) !== 'checks.json') continue
    const folder = path.basename(path.dirname(entry))
    const scenario = folder.replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '')
    scenarios.set(scenario, JSON.parse(await readFile(path.join(directory, entry), 'utf8')) as Check[])
  }
  return scenarios
}

/**
 * What the second run lost against the first: scenarios that are missing, and checks that succeeded at first and do
 * not now. Checks of one id are counted, because a scenario may repeat one.
 */
export function lostChecks(direct: SuiteResult, through: SuiteResult): string[] {
  const lost: string[] = []
  for (const [scenario, checks] of direct.scenarios) {
    const others = through.scenarios.get(scenario)
    if (!others) {
      lost.push(`${scenario}: did not run`)
      continue
    }
    for (const [id, count] of successes(checks)) {
      const missing = count - (successes(others).get(id) ?? 0)
      const reason = others.find((check) => check.id === id && check.status !== 'SUCCESS')?.errorMessage
      if (missing > 0) lost.push(`${scenario}: ${id} (${missing} of ${count})${reason ? `: ${reason}` : ''}`)
    }
  }
  return lost
}

function successes(checks: readonly Check[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { id, status } of checks) {
    if (status === 'SUCCESS') counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}
