// `npm run bench:meter`: what budgets and a rate limit add to a warm call that has leases for them, on raw workerd, in one
// run. The exit code says whether it stays within the bound. Linux only: CPU time comes from /proc.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { BudgetSnapshot } from '../schema/api/budgets.ts'
import { buildWorker } from './build-worker.ts'
import { startContenders } from './contenders.ts'
import type { LimenInstance } from './limen-instance.ts'
import { measure } from './measure.ts'

const MICROS_MAX = 15
const CONNECTIONS = 16
const rounds = Number(process.env.BENCH_ROUNDS ?? 41)
const secondsPerRound = Number(process.env.BENCH_SECONDS ?? 0.5)

const root = path.resolve(import.meta.dirname, '..')
mkdirSync(path.join(root, '.local'), { recursive: true })
const state = mkdtempSync(path.join(root, '.local/bench-'))

let metered: LimenInstance | undefined

/** One budget for the server, one for each user, one for the tool, and a rate limit: four leases for each call. */
async function meter(instance: LimenInstance): Promise<void> {
  metered = instance
  const { admin, server } = instance
  const place = { serverId: server.id }
  const budget = { amount: 1_000_000_000, window: 'month' }
  await admin.post('/budgets', { ...budget, name: 'Server', scope: { kind: 'server', ...place } })
  await admin.post('/budgets', { ...budget, name: 'User', scope: { kind: 'default_user' } })
  await admin.post('/budgets', {
    ...budget,
    name: 'Tool',
    unit: 'cost',
    scope: { kind: 'tool', ...place, tool: 'list_tickets' },
  })
  await admin.post('/rate-limits', {
    name: 'Server',
    scope: { kind: 'server', ...place },
    calls: 1_000_000,
    per: 'second',
  })
}

try {
  const worker = await buildWorker(root, path.join(state, 'build'))
  const contenders = await startContenders(root, state, worker, {
    name: 'Limen, warm, metered',
    credentialCacheSeconds: 10,
    prepare: meter,
  })
  try {
    const results = await measure(contenders.list, {
      rounds,
      secondsPerRound,
      warmUpSeconds: 3,
      connections: CONNECTIONS,
    })
    for (const { name, cpuMicros, requestsPerSecond, ratio } of results) {
      console.log(
        `${name.padEnd(24)}${cpuMicros.toFixed(0).padStart(6)} µs CPU/request${requestsPerSecond.toFixed(0).padStart(8)}/s` +
          `${ratio.toFixed(2).padStart(8)} × the bare proxy`,
      )
    }
    const [proxy, plain, withMeter] = results
    const added =
      ((withMeter?.ratio ?? Number.NaN) - (plain?.ratio ?? Number.NaN)) * (proxy?.cpuMicros ?? Number.NaN)
    const list = await metered?.admin.get<{ snapshots: BudgetSnapshot[] }>('/budget-snapshots')
    const counted = list?.snapshots.map(({ spent, leased }) => `${spent} (+ ${leased} leased)`).join(', ')
    console.log(`\nCounted by the three budgets: ${counted}`)
    const isCheap = added <= MICROS_MAX
    console.log(
      `Three budgets and a rate limit add ${added.toFixed(1)} µs to a warm call (at most ${MICROS_MAX}): ` +
        (isCheap ? 'holds' : 'BROKEN'),
    )
    process.exitCode = isCheap ? 0 : 1
  } finally {
    await contenders.stop()
  }
  rmSync(state, { recursive: true, force: true })
} catch (error) {
  console.error(`${(error as Error).message}\nWhat was written is in ${path.relative(root, state)}.`)
  process.exitCode = 1
}
