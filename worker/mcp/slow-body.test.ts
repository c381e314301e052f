// A body that takes its time does not carry an old right past the promised seconds (P8).
import { afterEach, expect, test, vi } from 'vitest'
import type { Env } from '../environment.ts'
import { forgetAllSnapshots } from '../edge/load-snapshot.ts'
import { serverObject } from '../gateway/address.ts'
import { meterObject } from '../meter/address.ts'
import type { MeterRpc } from '../meter/contract.ts'
import { admin, testEnv } from '../testing/admin-client.ts'
import { change, knock, serverBehindDoor, tokenFor, visit, type DoorServer } from '../testing/door.ts'
import { insertRows, toolRow } from '../testing/rows.ts'

const PING = '{"jsonrpc":"2.0","id":1,"method":"ping","params":{}}'

afterEach(() => void vi.restoreAllMocks())

/** Begins a call, does `meanwhile` when its credential was checked, and ends the body 12 s later. */
async function slowCall(server: DoorServer, token: string, meanwhile: () => Promise<unknown>) {
  const encoder = new TextEncoder()
  let chunks = 0
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        chunks += 1
        if (chunks === 1) {
          controller.enqueue(encoder.encode(PING.slice(0, 20)))
          return
        }
        await meanwhile()
        const later = Date.now() + 12_000
        vi.spyOn(Date, 'now').mockReturnValue(later)
        controller.enqueue(encoder.encode(PING.slice(20)))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    authorization: `Bearer ${token}`,
  }
  return visit(server.mcpUrl, { method: 'POST', headers, body })
}

test('a slow call of somebody who still may goes through', async () => {
  const server = await serverBehindDoor({ authMode: 'none' })
  const { token } = await tokenFor(server.id)
  expect((await slowCall(server, token, async () => {})).status).toBe(200)
})

test('a token that was revoked while the body came reaches no runtime', async () => {
  const server = await serverBehindDoor({ authMode: 'none' })
  const { id, token } = await tokenFor(server.id)
  const answer = await slowCall(server, token, () => admin('DELETE', `/access-tokens/${id}`))
  expect(answer.status).toBe(401)
  expect(await server.runtime.ledger()).toEqual([])
})

test('a server that was disabled while the body came is not called', async () => {
  const server = await serverBehindDoor({ authMode: 'none' })
  const { token } = await tokenFor(server.id)
  const answer = await slowCall(server, token, () => change(server.id, { enabled: false }))
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(await server.runtime.ledger()).toEqual([])
})

const CALL = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'add', arguments: {} } }

/** A meter that answers as it does, after `meanwhile` and three seconds. */
function slowMeter(meanwhile: () => Promise<unknown>): Partial<Env> {
  const object = meterObject(testEnv)
  const METER = {
    getByName: (): Pick<MeterRpc, 'charge'> => ({
      async charge(request) {
        const answer = await object.charge(request)
        await meanwhile()
        vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_000)
        return answer
      },
    }),
  }
  return { METER: METER as unknown as Env['METER'] }
}

test('a token that was revoked while the charge was waited for reaches no runtime', async () => {
  const server = await serverBehindDoor({ authMode: 'none' })
  await insertRows(testEnv.DB, { tools: [toolRow({ serverId: server.id, name: 'add' })] })
  const budget = await admin('POST', '/budgets', {
    body: {
      name: 'All',
      scope: { kind: 'server', serverId: server.id },
      amount: 9,
      window: 'month',
    },
  })
  expect(budget.status, budget.text).toBe(201)
  forgetAllSnapshots()
  const { id, token } = await tokenFor(server.id)
  const env = slowMeter(() => admin('DELETE', `/access-tokens/${id}`))
  expect((await knock(server, { token, body: CALL, env })).status).toBe(401)
  expect(await server.runtime.ledger()).toEqual([])
})

test('an answer about a token is taken from the cache for nine seconds, so that the call ends within ten', async () => {
  const server = await serverBehindDoor({ authMode: 'none' })
  const { id, token } = await tokenFor(server.id)
  const began = Date.now()
  const clock = vi.spyOn(Date, 'now').mockReturnValue(began)
  expect((await knock(server, { token })).status).toBe(200)
  // Behind the back of this isolate.
  await serverObject(testEnv, server.id).revokeAccessToken(id)
  clock.mockReturnValue(began + 8_900)
  expect((await knock(server, { token })).status).toBe(200)
  clock.mockReturnValue(began + 9_100)
  expect((await knock(server, { token })).status).toBe(401)
})

test('a configuration is taken from the cache for nine seconds', async () => {
  const server = await serverBehindDoor({ authMode: 'none' })
  const { token } = await tokenFor(server.id)
  const began = Date.now()
  const clock = vi.spyOn(Date, 'now').mockReturnValue(began)
  expect((await knock(server, { token })).status).toBe(200)
  const disable = 'UPDATE servers SET enabled = 0, version = version + 1 WHERE id = ?'
  await testEnv.DB.prepare(disable).bind(server.id).run()
  clock.mockReturnValue(began + 9_100)
  expect((await knock(server, { token })).status).toBe(403)
})
