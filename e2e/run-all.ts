// `npm test`: types, tests in workerd, end-to-end tests, the official conformance suite. The last line, alone:
// `N passed, N failed`. The exit code is 0 only where nothing failed.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findOrInstallChromium } from './browser/find-chromium.ts'

interface Count {
  passed: number
  failed: number
}

const root = path.resolve(import.meta.dirname, '..')
const bin = path.join(root, 'node_modules/.bin')
const reports = mkdtempSync(path.join(tmpdir(), 'limen-reports-'))
const startedAt = Date.now()
const counts: Count[] = []

const chromium = findOrInstallChromium(console.log)
if (!chromium && process.env['CI']) {
  console.error(
    'No Chromium was found or could be installed, and CI runs no test without it (CHROMIUM_PATH).',
  )
  counts.push({ passed: 0, failed: 1 })
}
if (!chromium) console.log('The browser tests are skipped: no Chromium was found (set CHROMIUM_PATH).')

counts.push(await types('tsconfig.json'))
counts.push(await types('tsconfig.node.json'))
counts.push(await vitest('In workerd', []))
counts.push(
  await vitest('End to end', [
    '--config=e2e/vitest.config.ts',
    ...(chromium ? [] : ['--exclude=e2e/browser/**']),
  ]),
)
const conformance = path.join(root, 'e2e/conformance/run.ts')
if (existsSync(conformance)) counts.push(await counted('Conformance', process.execPath, [conformance]))

rmSync(reports, { recursive: true, force: true })
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
console.log(`\nDone in ${Math.round((Date.now() - startedAt) / 1000)} s`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

async function types(project: string): Promise<Count> {
  heading(`Types: ${project}`)
  return verdict((await run(path.join(bin, 'tsc'), ['-p', project])).code)
}

/** Runs vitest and counts from its own JSON report. */
async function vitest(title: string, args: string[]): Promise<Count> {
  heading(title)
  const report = path.join(reports, `${title.replaceAll(' ', '-')}.json`)
  const { code } = await run(path.join(bin, 'vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ])
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
  }
  // A file that could not be loaded, or an error outside every test, has no test of its own to fail.
  return { passed: numPassedTests, failed: code === 0 ? numFailedTests : Math.max(1, numFailedTests) }
}

/** Runs a script that may print `N passed, N failed` itself; without such a line its exit code is one test. */
async function counted(title: string, command: string, args: string[]): Promise<Count> {
  heading(title)
  const { code, output } = await run(command, args)
  const [, ownPassed, ownFailed] = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1) ?? []
  if (ownPassed === undefined || ownFailed === undefined) return verdict(code)
  return {
    passed: Number(ownPassed),
    failed: code === 0 ? Number(ownFailed) : Math.max(1, Number(ownFailed)),
  }
}

function verdict(code: number): Count {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function heading(title: string): void {
  console.log(`\n── ${title}`)
}

/** Runs a command, passing its output on while it comes. */
function run(command: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      process.stdout.write(chunk)
    })
    child.once('error', (error) => resolve({ code: -1, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? -1, output }))
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal))
  })
}
