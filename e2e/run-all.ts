// `npm test`: types, components of the dashboard, tests in workerd, end-to-end tests, the official conformance suite. The last line, alone:
// `N passed, N failed`. The exit code is 0 only where nothing failed.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureDashboard } from '../examples/demo/dashboard.ts'
import { preparePython } from '../examples/demo/python.ts'
import { findOrInstallChromium } from './browser/find-chromium.ts'

interface Count {
  passed: number
  failed: number
}

/** What is read of vitest's JSON report. */
interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    status: string
    startTime: number
    endTime: number
    assertionResults: { status: string; fullName: string }[]
  }[]
}

const SLOWEST_SHOWN = 8
const root = path.resolve(import.meta.dirname, '..')
const bin = path.join(root, 'node_modules/.bin')
const reports = mkdtempSync(path.join(tmpdir(), 'limen-reports-'))
const startedAt = Date.now()
const counts: Count[] = []
/** Named once more at the end, where a reader of a long log looks first. */
const failures: string[] = []

const chromium = findOrInstallChromium(console.log)
if (!chromium && process.env['CI']) {
  console.error(
    'No Chromium was found or could be installed, and CI runs no test without it (CHROMIUM_PATH).',
  )
  counts.push(verdict('finding a browser', -1))
}
if (!chromium) console.log('The browser tests are skipped: no Chromium was found (set CHROMIUM_PATH).')

counts.push(await types('tsconfig.json'))
counts.push(await types('tsconfig.node.json'))
counts.push(await types('dashboard/tsconfig.json'))
counts.push(await vitest('Dashboard', ['--config=dashboard/vitest.config.ts']))
counts.push(await vitest('In workerd', []))
await prepare()
// They wait more than they work. What the browser's half says is shown when it is over.
const endToEnd = '--config=e2e/vitest.config.ts'
const inBrowser = chromium && vitest('End to end, in a browser', [endToEnd, '--project=browser'], 'later')
counts.push(await vitest('End to end', [endToEnd, '--project=shared', '--project=own']))
if (inBrowser) counts.push(await inBrowser)
rmSync(reports, { recursive: true, force: true })
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
for (const failure of failures) console.log(`FAILED ${failure}`)
console.log(`\nDone in ${Math.round((Date.now() - startedAt) / 1000)} s`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** What both halves of the end-to-end tests find ready, so that they do not make it at the same time. */
async function prepare(): Promise<void> {
  // Where there is no Python, the tests say so.
  const requirements = path.join(root, 'examples/fastmcp-todo/requirements.txt')
  await preparePython(path.join(root, '.local/venv'), requirements, console.log)
  try {
    await ensureDashboard(root)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    counts.push(verdict('building the dashboard', -1))
  }
}

async function types(project: string): Promise<Count> {
  heading(`Types: ${project}`)
  return verdict(`types of ${project}`, await run(path.join(bin, 'tsc'), ['-p', project]))
}

/** Runs vitest and counts from its own JSON report. */
async function vitest(title: string, args: string[], output: 'now' | 'later' = 'now'): Promise<Count> {
  if (output === 'now') heading(title)
  const report = path.join(reports, `${title.replaceAll(' ', '-')}.json`)
  const command = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args]
  const said: Buffer[] = []
  const code = await run(
    path.join(bin, 'vitest'),
    command,
    output === 'later' ? (chunk) => said.push(chunk) : undefined,
  )
  if (output === 'later') {
    heading(title)
    process.stdout.write(Buffer.concat(said))
  }
  if (!existsSync(report)) return verdict(title, -1)
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  for (const file of testResults.filter(({ status }) => status === 'failed')) {
    const tests = file.assertionResults.filter(({ status }) => status === 'failed')
    const names = tests.length > 0 ? tests.map(({ fullName }) => fullName) : ['could not be run']
    failures.push(...names.map((name) => `${path.relative(root, file.name)}: ${name}`))
  }
  printSlowest(testResults)
  // A file that could not be loaded, or an error outside every test, has no test of its own to fail.
  if (code === 0 || numFailedTests > 0) return { passed: numPassedTests, failed: numFailedTests }
  return { passed: numPassedTests, failed: verdict(title, code).failed }
}

/** Where the time goes; a suite that grows slow does so in a few files. */
function printSlowest(files: Report['testResults']): void {
  const seconds = files.map(({ name, startTime, endTime }) => ({ name, took: (endTime - startTime) / 1_000 }))
  const slowest = seconds.toSorted((a, b) => b.took - a.took).slice(0, SLOWEST_SHOWN)
  const line = slowest.map(({ name, took }) => `${path.relative(root, name)} ${took.toFixed(0)} s`).join(', ')
  console.log(`Slowest: ${line}`)
}

function verdict(title: string, code: number): Count {
  if (code === 0) return { passed: 1, failed: 0 }
  failures.push(title)
  return { passed: 0, failed: 1 }
}

function heading(title: string): void {
  console.log(`\n── ${title}`)
}

/** Runs a command to its end, and answers its exit code. `onOutput` gets what it would have shown. */
function run(command: string, args: string[], onOutput?: (chunk: Buffer) => void): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) },
      stdio: onOutput ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    if (onOutput) for (const stream of [child.stdout, child.stderr]) stream?.on('data', onOutput)
    child.once('error', () => resolve(-1))
    child.once('close', (code) => resolve(code ?? -1))
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal))
  })
}
