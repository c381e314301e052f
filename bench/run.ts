// `npm run bench`: what a call through Limen costs beside a bare streaming proxy, on raw workerd, in one run. The exit
// code says whether the budgets hold. Linux only: CPU time comes from /proc.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { buildWorker } from './build-worker.ts'
import { BODY, COLD, startContenders } from './contenders.ts'
import { GOVERNED } from './governed.ts'
import { measure, type Measurement } from './measure.ts'

const RATIO_MAX = 1.4
const RATIO_AIM = 1.25
const GOVERNED_MICROS_MAX = 30
const GZIP_BYTES_MAX = 400_000
const CONNECTIONS = 16
/** The two servers differ by less than the noise of one round. */
const PAIR_ROUNDS_FACTOR = 4
const rounds = Number(process.env.BENCH_ROUNDS ?? 41)
const secondsPerRound = Number(process.env.BENCH_SECONDS ?? 0.5)

const root = path.resolve(import.meta.dirname, '..')
mkdirSync(path.join(root, '.local'), { recursive: true })
const state = mkdtempSync(path.join(root, '.local/bench-'))

try {
  const worker = await buildWorker(root, path.join(state, 'build'))
  const isSmall = worker.gzipBytes <= GZIP_BYTES_MAX
  console.log(
    `Bundle: ${(worker.gzipBytes / 1_000).toFixed(0)} kB gzipped (at most ${GZIP_BYTES_MAX / 1_000}): ${verdict(isSmall)}`,
  )
  const contenders = await startContenders(root, state, worker, [GOVERNED, COLD])
  try {
    console.log(
      `${rounds} rounds of ${secondsPerRound} s each, taking turns; ${CONNECTIONS} connections; ` +
        `JSON body of ${BODY.length} bytes\n`,
    )
    const load = { secondsPerRound, warmUpSeconds: 3, connections: CONNECTIONS }
    const results = await measure(contenders.list, { ...load, rounds })
    const ratio = results[1]?.ratio ?? Number.NaN
    printTable(results)
    console.log(
      `\nA warm call costs ${ratio.toFixed(2)} times the bare proxy (at most ${RATIO_MAX}, the aim is ${RATIO_AIM}): ` +
        verdict(ratio <= RATIO_MAX),
    )
    const pair = contenders.list.slice(2, 4)
    const [, governed] = await measure(pair, { ...load, rounds: PAIR_ROUNDS_FACTOR * rounds })
    const { addedMicros, addedMicrosError } = governed ?? {
      addedMicros: Number.NaN,
      addedMicrosError: Number.NaN,
    }
    const isGovernedCheap = addedMicros <= GOVERNED_MICROS_MAX
    console.log(
      `1,000 rules, 500 tools and 100 groups add ${addedMicros.toFixed(0)} µs (± ${addedMicrosError.toFixed(0)}) to a call ` +
        `of the plain server, at most ${GOVERNED_MICROS_MAX}: ${verdict(isGovernedCheap)}`,
    )
    process.exitCode = isGovernedCheap && isSmall && ratio <= RATIO_MAX ? 0 : 1
  } finally {
    await contenders.stop()
  }
  rmSync(state, { recursive: true, force: true })
} catch (error) {
  console.error(`${(error as Error).message}\nWhat was written is in ${path.relative(root, state)}.`)
  process.exitCode = 1
}

function printTable(results: readonly Measurement[]): void {
  console.log('                        CPU µs/request    min … max   requests/s   to the bare proxy')
  for (const result of results) {
    const range = `${result.cpuMicrosMin.toFixed(0)} … ${result.cpuMicrosMax.toFixed(0)}`
    console.log(
      [
        result.name.padEnd(24),
        result.cpuMicros.toFixed(0).padStart(14),
        range.padStart(13),
        result.requestsPerSecond.toFixed(0).padStart(13),
        result.ratio.toFixed(2).padStart(20),
      ].join(''),
    )
  }
}

function verdict(holds: boolean): string {
  return holds ? 'holds' : 'BROKEN'
}
