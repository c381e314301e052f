// A body that takes its time does not carry an old right past the promised seconds (P8).
import { afterEach, expect, test, vi } from 'vitest'
import { admin } from '../testing/admin-client.ts'
import { change, serverBehindDoor, tokenFor, visit, type DoorServer } from '../testing/door.ts'

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
