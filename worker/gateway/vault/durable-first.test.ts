// P3, security.md §3 steps 4 and 6: nothing leaves and nobody is answered before the disk has what it rests on.
import { expect, it } from 'vitest'
import { inVault, newGrant, type VaultWorld } from '../../testing/vault-fixture.ts'
import type { Vault } from './contract.ts'

const HOUR = 3_600_000
const MINIMUM = 10_000

interface SlowDisk {
  /** How many wait for what they wrote. */
  readonly waiting: number
  /** What was written until now is on disk. */
  write: () => void
}

/** A vault whose disk writes when the test says so. */
function onSlowDisk(world: VaultWorld): { vault: Vault; disk: SlowDisk } {
  const { storage } = world
  let waiting: (() => void)[] = []
  world.storage = new Proxy(storage, {
    get(target, name) {
      if (name === 'sync') return () => new Promise<void>((resolve) => waiting.push(resolve))
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const vault = world.boot()
  world.storage = storage
  return {
    vault,
    disk: {
      get waiting() {
        return waiting.length
      },
      write() {
        const written = waiting
        waiting = []
        for (const resolve of written) resolve()
      },
    },
  }
}

/** Whether it is answered when all that could happen has happened. */
async function isAnswered(answer: Promise<unknown>): Promise<boolean> {
  return Promise.race([answer.then(() => true), scheduler.wait(50).then(() => false)])
}

it('P3: the request leaves after its intent is on disk, and callers are answered after the tokens are', () =>
  inVault(async (world) => {
    const id = await world.boot().create(newGrant(world))
    const { vault, disk } = onSlowDisk(world)
    world.clock.now += HOUR + 1
    const answer = vault.accessToken(id, MINIMUM)
    expect(await isAnswered(answer)).toBe(false)
    expect([disk.waiting, world.as.tokenRequests.length]).toEqual([1, 0])
    expect(world.row(id)).toMatchObject({ state: 'refreshing', version: 1 })
    disk.write()
    expect(await isAnswered(answer)).toBe(false)
    expect([disk.waiting, world.as.tokenRequests.length]).toEqual([1, 1])
    disk.write()
    expect(await answer).toMatchObject({ ok: true, accessToken: 'at-3' })
  }))

it('P3: a sign-in is answered after its grant is on disk', () =>
  inVault(async (world) => {
    const { vault, disk } = onSlowDisk(world)
    const created = vault.create(newGrant(world))
    expect(await isAnswered(created)).toBe(false)
    disk.write()
    expect(world.row(await created)).toMatchObject({ state: 'active' })
  }))

it('P3: the end of a grant is on disk before anybody hears of it, or the downstream is told', () =>
  inVault(async (world) => {
    const boot = world.boot()
    const [dead, revoked] = [await boot.create(newGrant(world)), await boot.create(newGrant(world))]
    const { vault, disk } = onSlowDisk(world)
    world.set(dead, { access_expires_at: world.clock.now })
    world.as.script(() => Response.json({ error: 'invalid_grant' }, { status: 400 }))
    const answer = vault.accessToken(dead, MINIMUM)
    expect(await isAnswered(answer)).toBe(false)
    disk.write()
    expect(await isAnswered(answer)).toBe(false)
    expect(world.row(dead)).toMatchObject({ state: 'needs_reauth' })
    disk.write()
    expect(await answer).toEqual({ ok: false, reason: 'ended' })

    const end = vault.end([revoked], 'revoked_by_person', { downstream: true })
    expect(await isAnswered(end)).toBe(false)
    expect(world.as.revocations).toHaveLength(0)
    disk.write()
    expect(await end).toEqual({ ended: 1, revokedDownstream: 1 })
  }))
