// Orders that waited, beside later ones that did not (P8).
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { afterEach, expect, it, vi } from 'vitest'
import { objectTasks, type ObjectTaskRow } from '../../../schema/tables/index.ts'
import { GatewayObject } from '../../gateway/object.ts'
import { testEnv } from '../../testing/admin-client.ts'
import { OAuthWorld } from '../../testing/oauth-world.ts'
import { deliverTask } from './deliver-task.ts'
import { deliverWaitingTasks } from './deliver-waiting.ts'

const db = drizzle(testEnv.DB)
const ADA = { userIssuer: 'https://as.test.dev', userSubject: 'ada' }
let tasks = 0

function taskOf(
  world: OAuthWorld,
  task: Pick<ObjectTaskRow, 'kind' | 'target'>,
  createdAt: number,
): ObjectTaskRow {
  tasks += 1
  return {
    id: `evt_waiting${tasks}`,
    gatewayId: world.gatewayId,
    downstream: false,
    actor: 'test',
    locationHint: null,
    jurisdiction: null,
    attempts: 0,
    lastError: null,
    createdAt,
    ...task,
  }
}

afterEach(() => void vi.restoreAllMocks())

it.each([
  ['unblock', 'block', 1],
  ['block', 'unblock', 0],
] as const)('an older %s that waited does not undo a later %s', async (older, later, listed) => {
  const world = await OAuthWorld.create()
  for (const [what, target] of [
    ['client', { clientId: world.preregisteredId }],
    ['user', ADA],
  ] as const) {
    const late = taskOf(world, { kind: `${older}_${what}`, target }, 1_000)
    await db.insert(objectTasks).values(late)
    await deliverTask(testEnv, taskOf(world, { kind: `${later}_${what}`, target }, 2_000))
    expect(await deliverWaitingTasks(testEnv, Date.now())).toBe(0)
    expect(await db.select().from(objectTasks).where(eq(objectTasks.id, late.id))).toEqual([])
  }
  expect(await world.object().listBlockedClients()).toHaveLength(listed)
  expect(await world.object().listBlockedUsers()).toHaveLength(listed)
})

it('an order that is replaced while others are delivered is not delivered', async () => {
  const world = await OAuthWorld.create()
  const others = Array.from({ length: 10 }, () =>
    taskOf(world, { kind: 'configuration_changed', target: null }, 1_000),
  )
  const replaced = taskOf(world, { kind: 'block_user', target: ADA }, 2_000)
  for (const task of [...others, replaced]) await db.insert(objectTasks).values(task)
  vi.spyOn(GatewayObject.prototype, 'configurationChanged').mockImplementation(async () => {
    await db.delete(objectTasks).where(eq(objectTasks.id, replaced.id))
  })
  const blockUser = vi.spyOn(GatewayObject.prototype, 'blockUser')
  expect(await deliverWaitingTasks(testEnv, Date.now())).toBe(0)
  expect(GatewayObject.prototype.configurationChanged).toHaveBeenCalledTimes(10)
  expect(blockUser).not.toHaveBeenCalled()
})
