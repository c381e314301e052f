// `npm run bench:meter`: what three budgets and a rate limit add to a warm call that has leases for them. First the CPU
// time of the functions themselves in this V8, which decides the exit code; then whole calls on raw workerd, beside the
// bare proxy and an unmetered Limen, which a busy machine blurs. Linux only: CPU time comes from /proc.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { BudgetSnapshot } from '../schema/api/budgets.ts'
import { chargeLines, type Payer } from '../worker/meter/charge-lines.ts'
import type { MeterRpc } from '../worker/meter/contract.ts'
import { Meter } from '../worker/meter/meter.ts'
import type { MeteredRules } from '../worker/meter/metered-rules.ts'
import { buildWorker } from './build-worker.ts'
import { startContenders } from './contenders.ts'
import type { LimenInstance } from './limen-instance.ts'
import { measure } from './measure.ts'

const MICROS_MAX = 5
const CALLS_PER_ROUND = 100_000
const ROUNDS = 15
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

/** Median CPU time of what the edge does for one call, in microseconds. */
async function measureLeases(): Promise<number> {
  const budget = {
    kind: 'budget',
    version: 1,
    amount: 1e9,
    unit: 'calls',
    window: 'month',
    enforcement: 'block',
  } as const
  const rules: MeteredRules = {
    always: [
      { ...budget, id: 'bud_server' },
      { kind: 'rate', id: 'rat_server', version: 1, calls: 1e6, per: 'second', burst: 1e6 },
    ],
    byTool: new Map([['list_tickets', [{ ...budget, id: 'bud_tool', unit: 'cost' }]]]),
    byAgent: new Map(),
    bySubject: new Map(),
    byEmail: new Map(),
    defaultUser: [{ ...budget, id: 'bud_user' }],
    anonymous: [],
  }
  const payer: Payer = {
    user: {
      level: 'proven',
      issuer: 'https://login.example.com',
      subject: 'user-1',
      organization: null,
      email: 'user-1@example.com',
      emailVerified: true,
    },
    agent: null,
    token: 'grt_1',
  }
  const lease = { id: 'lease', units: Number.MAX_SAFE_INTEGER, ttlMs: 3_600_000, isBeyond: false }
  const object: Pick<MeterRpc, 'charge'> = {
    charge: async ({ lines }) => ({
      ok: true,
      leases: lines.map(() => lease),
      exceeded: lines.map(() => false),
      holdId: null,
    }),
  }
  const platform = { now: () => Date.now(), sleep: () => new Promise<void>(() => {}), waitUntil: () => {} }
  const meter = new Meter()
  const call = () =>
    meter.charge(
      () => object as MeterRpc,
      chargeLines(rules, payer, [{ tool: 'list_tickets', cost: 1 }]),
      platform,
    )
  await call()
  const measured: number[] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = process.cpuUsage()
    for (let n = 0; n < CALLS_PER_ROUND; n += 1) {
      if (call() instanceof Promise) throw new Error('a warm call asked the object')
    }
    const { user, system } = process.cpuUsage(before)
    // The first round compiles.
    if (round > 0) measured.push((user + system) / CALLS_PER_ROUND)
  }
  return measured.toSorted((a, b) => a - b)[measured.length >> 1] ?? Number.NaN
}

const micros = await measureLeases()
const isCheap = micros <= MICROS_MAX
console.log(
  `Three budgets and a rate limit add ${micros.toFixed(2)} µs to a warm call (at most ${MICROS_MAX}): ` +
    (isCheap ? 'holds' : 'BROKEN'),
)
process.exitCode = isCheap ? 0 : 1

try {
  const worker = await buildWorker(root, path.join(state, 'build'))
  const contenders = await startContenders(root, state, worker, [
    {
      credentialCacheSeconds: 10,
      async prepare(instance) {
        await meter(instance)
        return [{ name: 'Limen, warm, metered', target: instance }]
      },
    },
  ])
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
    const list = await metered?.admin.get<{ snapshots: BudgetSnapshot[] }>('/budget-snapshots')
    const counted = list?.snapshots.map(({ spent, leased }) => `${spent} (+ ${leased} leased)`).join(', ')
    console.log(`\nCounted by the three budgets: ${counted}`)
  } finally {
    await contenders.stop()
  }
  rmSync(state, { recursive: true, force: true })
} catch (error) {
  console.error(`${(error as Error).message}\nWhat was written is in ${path.relative(root, state)}.`)
  process.exitCode = 1
}
