// S16 through a real client and a real stack: what is admitted is counted by the runtime's side, what is refused by the
// client's.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BudgetSnapshot } from '../schema/api/budgets.ts'
import { WalkingProvider } from '../examples/demo/oauth-provider.ts'
import { users } from '../examples/demo/stack.ts'
import { clientLines, type Session } from './harness/client-lines.ts'
import { startOwnStack, type OwnStack } from './harness/own-stack.ts'
import { until } from './harness/until.ts'

const LIMIT = 100
const CALLS = 500
const [ada] = users
const auto = clientLines.find(({ label }) => label === 'SDK 2.x auto') ?? clientLines[0]

let stack: OwnStack
let session: Session
beforeAll(async () => {
  stack = await startOwnStack()
  const provider = new WalkingProvider({ clientName: 'budgets', person: ada })
  const connected = await auto?.connect(stack.server.mcpUrl, provider)
  if (!connected) throw new Error('no client')
  session = connected
})
afterAll(async () => {
  await session?.close()
  await stack?.dispose()
})

function snapshotOf(id: string): Promise<BudgetSnapshot> {
  return stack.admin.get<BudgetSnapshot>(`/budgets/${id}/snapshot`)
}

async function isAdmitted(): Promise<boolean> {
  return session.call('whoami').then(
    () => true,
    () => false,
  )
}

describe('a budget of 100 calls', { timeout: 180_000 }, () => {
  it('admits exactly 100 of 500 concurrent calls, and says what is left', async () => {
    const { id } = await stack.admin.post<{ id: string }>('/budgets', {
      name: 'Hundred',
      scope: { kind: 'gateway', gatewayId: stack.gatewayId },
      amount: LIMIT,
      window: 'month',
    })
    // One counted call says that the edge has it.
    await until('the budget at the edge', async () => {
      await session.call('whoami')
      return (await snapshotOf(id)).spent > 0
    })
    const before = (await snapshotOf(id)).spent
    const results = await Promise.allSettled(Array.from({ length: CALLS }, () => session.call('whoami')))
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []))
    const spent = refused.filter((reason) => reason.includes('The budget for this call is spent'))
    // On a machine with other work: the object did not answer in time, and may have counted the call (P6).
    const unanswered = refused.filter((reason) => reason.includes('cannot be found out right now'))
    expect(refused.filter((reason) => !spent.includes(reason) && !unanswered.includes(reason))).toEqual([])
    const admitted = CALLS - refused.length + before
    expect(admitted).toBeLessThanOrEqual(LIMIT)
    expect(admitted).toBeGreaterThanOrEqual(LIMIT - unanswered.length)
    expect(await snapshotOf(id)).toMatchObject({ spent: LIMIT, remaining: 0, status: 'blocked' })

    await until('the refusals in the log', async () => {
      const { events } = await stack.admin.get<{ events: { status: number; ruleId: string | null }[] }>(
        '/logs?outcome=refused&limit=200',
      )
      return events.some(({ status, ruleId }) => status === 429 && ruleId === id)
    })
    const { alerts } = await stack.admin.get<{ alerts: { kind: string; message: string }[] }>('/alerts')
    expect(alerts.find(({ kind }) => kind === 'budget_exhausted')?.message).toContain(id)
  })

  it('that is raised lets calls through again within 10 s', async () => {
    expect(await isAdmitted()).toBe(false)
    const { budgets } = await stack.admin.get<{ budgets: { id: string; version: number }[] }>('/budgets')
    const [budget] = budgets
    if (!budget) throw new Error('no budget')
    await stack.admin.patch(`/budgets/${budget.id}`, budget.version, { amount: LIMIT + 50 })
    const startedAt = Date.now()
    await until('the raised budget', isAdmitted)
    expect(Date.now() - startedAt).toBeLessThan(11_000)
  })
})
