import { expect, test } from 'vitest'
import { hostileSockets, readSocketLedger } from '../testing/hostile-sockets.ts'
import { outbound } from './outbound.ts'
// The worker's entry installs the guard when it is loaded.
import '../index.ts'

test('once the worker is loaded, a library that calls the global fetch reaches nothing, and outbound still works', async () => {
  const { targetPort } = hostileSockets()
  const before = await readSocketLedger()
  const url = `http://127.0.0.1:${targetPort}/`
  await expect(fetch(url)).rejects.toMatchObject({ name: 'OutboundError', failure: 'refused_target' })
  expect((await readSocketLedger()).target - before.target).toBe(0)

  const options = {
    policy: 'configured',
    allowPrivateTargets: true,
    ownOrigins: [],
    timeoutMs: 1_000,
  } as const
  const response = await outbound(url, {}, options)
  expect(await response.text()).toBe('ok')
  expect((await readSocketLedger()).target - before.target).toBe(1)
})
