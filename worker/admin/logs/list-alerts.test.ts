import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { Env } from '../../environment.ts'
import { eventOf } from '../../logs/event-of.ts'
import { insertEvents } from '../../logs/insert-events.ts'
import { admin } from '../../testing/admin-client.ts'

const { DB } = env as unknown as Env

it('grants whose stored tokens do not open are an alert at their Gateway, which says what to do', async () => {
  const at = Date.now() - 5_000
  const event = (sequence: number) =>
    eventOf(
      {
        kind: 'authorization',
        requestId: `req_${sequence}`,
        at,
        method: 'refresh',
        outcome: 'runtime_error',
        ruleId: 'secret_unreadable',
        gatewayId: 'gw_unreadable',
        serverId: 'srv_unreadable',
      },
      'do:unreadable',
      sequence,
    )
  await insertEvents(DB, [event(1), event(2)])
  const { status, body, text } = await admin('GET', '/alerts')
  expect(status, text).toBe(200)
  expect(body['alerts']).toContainEqual({
    kind: 'secret_unreadable',
    serverId: 'srv_unreadable',
    gatewayId: 'gw_unreadable',
    count: 2,
    lastAt: at,
    message: expect.stringMatching(/MASTER_KEYS.*\/master-keys\/lost.*sign in again/),
  })
})
