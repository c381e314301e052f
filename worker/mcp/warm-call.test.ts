// The budget of a warm call in numbers of remote operations (architecture.md §3.4, §3.6): none to the object, none to a
// database, and the log by the batch. Through the whole Worker, with a real token of a real authorization.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { forgetAllSnapshots } from '../edge/load-snapshot.ts'
import type { Env } from '../environment.ts'
import worker from '../index.ts'
import { startRun } from '../testing/hostile-runtime.ts'
import { env, OAuthWorld } from '../testing/oauth-world.ts'

const CALLS = 20
const BODY = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'x' } })

/** The binding, with each call of a method noted. What its methods give back, such as an object's stub, is watched too. */
function watched<T extends object>(
  binding: T,
  note: (name: string) => void,
  inside?: (name: string) => boolean,
): T {
  return new Proxy(binding, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function' || typeof name !== 'string') return value
      return (...given: unknown[]) => {
        const made: unknown = Reflect.apply(value, target, given)
        if (inside?.(name)) return watched(made as object, note)
        note(name)
        return made
      }
    },
  })
}

test('a call on a warm credential asks no object and writes nothing durable of its own', async () => {
  const world = await OAuthWorld.create()
  const runtime = startRun()
  await runtime.script({
    headers: { 'content-type': 'application/json' },
    chunks: [{ text: '{"jsonrpc":"2.0","id":{{id}},"result":{}}' }],
  })
  const { id } = world.snapshot('a').server
  await env.DB.prepare('UPDATE servers SET runtime_url = ?, worker_secret = NULL WHERE id = ?')
    .bind(runtime.url, id)
    .run()
  forgetAllSnapshots()
  const { access_token: token } = await world.tokens('a')

  const made: string[] = []
  const note = (binding: string) => (name: string) => void made.push(`${binding}.${name}`)
  const counting: Env = {
    ...env,
    GATEWAY: watched(env.GATEWAY, note('object'), (name) => name === 'getByName' || name === 'jurisdiction'),
    DB: watched(env.DB, note('d1')),
    KV: watched(env.KV, note('kv')),
    LOG_QUEUE: watched(env.LOG_QUEUE, note('queue')),
  }
  const call = async () => {
    const ctx = createExecutionContext()
    const request = new Request(world.surface('a').resource, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: BODY,
    })
    const response = await worker.fetch(request, counting, ctx)
    expect(response.status).toBe(200)
    await response.text()
    return ctx
  }

  const cold = await call()
  await waitOnExecutionContext(cold)
  // The cold call shows that the counters count.
  expect(made).toContain('object.credential')
  expect(made.some((name) => name.startsWith('d1.'))).toBe(true)

  made.length = 0
  const contexts: ExecutionContext[] = []
  for (let at = 0; at < CALLS; at += 1) contexts.push(await call())
  for (const ctx of contexts) await waitOnExecutionContext(ctx)
  expect(await runtime.ledger()).toHaveLength(CALLS + 1)
  expect(made.filter((name) => !name.startsWith('queue.'))).toEqual([])
  expect(made.length).toBeLessThanOrEqual(2)
})
