// security.md §3, step 8: at most 20 token requests per second and Gateway; the others stand in a queue of five seconds.
import { expect, it, vi } from 'vitest'
import { inVault, newGrant } from '../../testing/vault-fixture.ts'

const HOUR = 3_600_000
const MINIMUM = 10_000

it('who finds no place in the queue is told when to come again, and who waited is sent only if that is still right', () =>
  inVault(async (world) => {
    const vault = world.boot()
    const { identity } = newGrant(world)
    const ids = await Promise.all(
      Array.from({ length: 130 }, (_, n) =>
        vault.create(newGrant(world, { identity: { ...identity, subject: `user-${n}` } })),
      ),
    )
    world.clock.now += HOUR + 1
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const settled: string[] = []
      const all = ids.map(async (id) => {
        const answer = await vault.accessToken(id, MINIMUM)
        settled.push(answer.ok ? 'ok' : answer.reason)
        return answer
      })
      // Of the platform's own clock, which stands still for nobody.
      for (let round = 0; settled.length < 30 && round < 200; round += 1) await scheduler.wait(10)
      expect(settled).toHaveLength(30)
      expect(world.as.tokenRequests).toHaveLength(20)
      const refused = (await Promise.all(all.slice(120))).filter((answer) => !answer.ok)
      expect(refused).toEqual(
        Array.from({ length: 10 }, () => ({ ok: false, reason: 'unavailable', retryAfterSeconds: 5 })),
      )
      world.gateway.state = 'needs_review'
      await vi.advanceTimersByTimeAsync(5_000)
      await Promise.all(all)
      expect(settled.filter((reason) => reason === 'needs_review')).toHaveLength(100)
      expect(world.as.tokenRequests).toHaveLength(20)
    } finally {
      vi.useRealTimers()
    }
  }))
