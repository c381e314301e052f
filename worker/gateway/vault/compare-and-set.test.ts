// Every change of a grant is a compare-and-set on version and attempt (P1, P2, security.md §3 steps 4, 6 and 7): what comes
// late changes nothing that is newer.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { inVault, newGrant, type VaultWorld } from '../../testing/vault-fixture.ts'
import { GrantSecrets } from './grant-secrets.ts'

const HOUR = 3_600_000
const MINIMUM = 10_000

afterEach(() => void vi.restoreAllMocks())

/** What another attempt made of the row while this one was under way. */
const MEANWHILE = {
  'a newer version was stored': {
    version: 2,
    state: 'active',
    attempt_id: null,
    access_ct: 'v1.k1.newer-at',
    refresh_ct: 'v1.k1.newer-rt',
  },
  'a newer version is being renewed': { version: 2, refresh_ct: 'v1.k1.newer-rt' },
  'another attempt with the same token began': { attempt_id: 'another-attempt' },
} as const

const ANSWERS: Record<string, (commit: () => Response) => Response> = {
  'new tokens': (commit) => commit(),
  invalid_grant: () => Response.json({ error: 'invalid_grant' }, { status: 400 }),
  'a refusal': () => new Response('', { status: 429 }),
  'an unknown outcome': () => new Response('', { status: 500 }),
}

describe.each(Object.entries(MEANWHILE))('while a request was under way, %s', (_name, change) => {
  it.each(Object.entries(ANSWERS))('and its answer, %s, overwrites and ends nothing', (_answer, answer) =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      let newer: Record<string, SqlStorageValue> = {}
      world.as.script((_request, commit) => {
        world.set(id, change)
        newer = world.row(id)
        return answer(commit)
      })
      await vault.accessToken(id, MINIMUM).catch(() => undefined)
      expect(world.row(id)).toEqual(newer)
      expect(world.ended).toEqual([])
    }),
  )
})

const endNow = async (world: VaultWorld, downstream: boolean) => {
  const vault = world.boot()
  const id = await vault.create(newGrant(world))
  world.clock.now += HOUR + 1
  return { vault, id, end: () => vault.end([id], 'revoked_by_person', { downstream }) }
}

it('a grant that ends while its refresh token is being opened sends no request', () =>
  inVault(async (world) => {
    const { vault, id, end } = await endNow(world, false)
    const { open } = GrantSecrets.prototype
    vi.spyOn(GrantSecrets.prototype, 'open').mockImplementation(async function (this: GrantSecrets, ...args) {
      const token = await open.apply(this, args)
      await end()
      return token
    })
    expect(await vault.accessToken(id, MINIMUM)).toEqual({ ok: false, reason: 'ended' })
    expect(world.as.tokenRequests).toEqual([])
    expect(world.row(id)).toMatchObject({ state: 'revoked', attempt_id: null })
  }))

it('new tokens of a grant that ended meanwhile are not kept, unless the downstream is still to be told', () =>
  inVault(async (world) => {
    const { vault, id, end } = await endNow(world, false)
    world.as.script(async (_request, commit) => {
      await end()
      return commit()
    })
    expect(await vault.accessToken(id, MINIMUM)).toEqual({ ok: false, reason: 'ended' })
    expect(world.row(id)).toMatchObject({ state: 'revoked', access_ct: null, refresh_ct: null })
    expect(world.as.revocations).toEqual([])
  }))
