// `npm run soak`: ten minutes of random faults, then a judgement (S18). SOAK_SECONDS, SOAK_SEED and SOAK_KILLS=0 change
// the run. The exit code is 0 only where no rule was broken.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseSettings } from './settings.ts'
import type { SoakReport } from './judge/judge-soak.ts'
import { RULES } from './judge/violation.ts'
import { soak } from './soak.ts'

const VIOLATIONS_SHOWN = 20

const root = path.resolve(import.meta.dirname, '../..')
mkdirSync(path.join(root, '.local'), { recursive: true })
const directory = mkdtempSync(path.join(root, '.local/soak-'))

// Limen's process ends with this one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

try {
  const settings = parseSettings(process.env)
  console.log(`Seed ${settings.seed} (SOAK_SEED repeats its faults, not their timing)`)
  const report = await soak(settings, directory, console.log)
  show(report)
  if (report.violations.length === 0) rmSync(directory, { recursive: true, force: true })
  else keep(report)
  process.exitCode = report.violations.length === 0 ? 0 : 1
} catch (error) {
  console.error(error)
  console.error(`What was written is in ${path.relative(root, directory)}.`)
  process.exitCode = 1
}

function show({ faults, numbers, violations }: SoakReport): void {
  console.log('\nFaults, by kind')
  for (const [kind, count] of [...faults].toSorted()) console.log(`${String(count).padStart(7)}  ${kind}`)
  console.log('\nLedgers')
  for (const [name, count] of numbers) console.log(`${String(count).padStart(7)}  ${name}`)
  console.log('\nRules')
  for (const [rule, text] of Object.entries(RULES)) {
    const broken = violations.filter((violation) => violation.rule === rule).length
    console.log(`${broken === 0 ? 'holds ' : 'BROKEN'}  ${text}${broken === 0 ? '' : ` (${broken} times)`}`)
  }
  for (const { rule, what } of violations.slice(0, VIOLATIONS_SHOWN)) console.log(`\n- ${rule}: ${what}`)
}

function keep({ violations }: SoakReport): void {
  writeFileSync(
    path.join(directory, 'violations.txt'),
    violations.map(({ rule, what }) => `${rule}: ${what}\n`).join(''),
  )
  console.log(
    `\nAll ${violations.length} violations, Limen's log and its state: ${path.relative(root, directory)}`,
  )
}
