// Servers whose requests ask no object, while D1 is down (P6, P8): a copy that nobody confirms serves for 10 s.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { forgetAllSnapshots } from '../edge/load-snapshot.ts'
import { testEnv } from '../testing/admin-client.ts'
import { knock, serverBehindDoor, tokenFor } from '../testing/door.ts'

const PASSTHROUGH = {
  authMode: 'passthrough',
  passthrough: { authorizationServers: ['https://login.test.dev'] },
}
const OPEN = { authMode: 'none', open: true }

/** Every read of D1 fails. */
const DB = new Proxy(testEnv.DB, {
  get(target, property) {
    if (property === 'batch') return () => Promise.reject(new Error('D1_ERROR: down'))
    const value: unknown = Reflect.get(target, property)
    return typeof value === 'function' ? value.bind(target) : value
  },
})

vi.setConfig({ testTimeout: 30_000 })
afterEach(() => {
  vi.useRealTimers()
  forgetAllSnapshots()
})

describe('while D1 is down', () => {
  it.each([
    ['passthrough', PASSTHROUGH],
    ['open', OPEN],
  ])(
    'a server in mode %s that may have been switched off meanwhile is closed after 10 s',
    async (_, mode) => {
      vi.useFakeTimers({ toFake: ['Date'] })
      const server = await serverBehindDoor(mode)
      const ask = async (env = {}) => (await knock(server, { token: 'of-the-upstream', env })).status
      const start = Date.now()
      expect(await ask()).toBe(200)
      vi.setSystemTime(start + 9_000)
      expect(await ask({ DB })).toBe(200)
      vi.setSystemTime(start + 16_000)
      expect([await ask({ DB }), await ask({ DB })], 'after a failed read, and without one').toEqual([
        503, 503,
      ])
      expect((await server.runtime.ledger()).length).toBe(2)
      vi.setSystemTime(start + 60_000)
      expect(await ask(), 'D1 is back, and the server as it was').toBe(200)
    },
  )

  it('a server whose object can be asked goes on', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const server = await serverBehindDoor({ authMode: 'none' })
    const { token } = await tokenFor(server.id)
    expect((await knock(server, { token })).status).toBe(200)
    vi.setSystemTime(Date.now() + 16_000)
    expect((await knock(server, { token, env: { DB } })).status).toBe(200)
  })
})
