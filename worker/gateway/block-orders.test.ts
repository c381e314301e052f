// Blocks and unblocks that arrive in another sequence than they were asked for (P8).
import { describe, expect, it } from 'vitest'
import { OAuthWorld, env, type Tokens } from '../testing/oauth-world.ts'
import { checkCredential } from '../oauth/credential/check-credential.ts'
import { forgetAllCredentials } from '../oauth/credential/credential-cache.ts'

const ADA = { userIssuer: 'https://as.test.dev', userSubject: 'ada' }

const targets = {
  client: {
    block: (world: OAuthWorld, askedAt: number) =>
      world.object().blockClient(world.preregisteredId, { actor: 'test', askedAt }),
    unblock: (world: OAuthWorld, askedAt: number) =>
      world.object().unblockClient(world.preregisteredId, { askedAt }),
    list: (world: OAuthWorld) => world.object().listBlockedClients(),
  },
  user: {
    block: (world: OAuthWorld, askedAt: number) =>
      world.object().blockUser(ADA, { actor: 'test', askedAt, downstream: false }),
    unblock: (world: OAuthWorld, askedAt: number) => world.object().unblockUser(ADA, { askedAt }),
    list: (world: OAuthWorld) => world.object().listBlockedUsers(),
  },
}

async function serves(world: OAuthWorld, { access_token }: Tokens): Promise<boolean> {
  forgetAllCredentials()
  const request = new Request(world.surface('a').resource, {
    headers: { authorization: `Bearer ${access_token}` },
  })
  const answer = await checkCredential(request, env, world.snapshot('a'), world.surface('a'), {
    maxAgeMs: 10_000,
  })
  return answer.ok
}

describe.each(['client', 'user'] as const)('a %s', (kind) => {
  const { block, unblock, list } = targets[kind]

  it('stays blocked where an older unblock arrives after the block, or one of the same moment', async () => {
    const world = await OAuthWorld.create()
    await block(world, 2_000)
    await unblock(world, 1_000)
    await unblock(world, 2_000)
    expect(await list(world)).toMatchObject([{ blockedAt: 2_000, actor: 'test' }])
    await unblock(world, 2_001)
    expect(await list(world)).toEqual([])
  })

  it('stays unblocked, with what was signed in, where an older block arrives after the unblock', async () => {
    const world = await OAuthWorld.create()
    await unblock(world, 2_000)
    const tokens = await world.tokens('a')
    expect(await block(world, 1_000)).toEqual({
      revoked: 0,
      revokedDownstream: 0,
      effectiveWithinSeconds: 10,
    })
    expect(await list(world)).toEqual([])
    expect(await serves(world, tokens)).toBe(true)
    expect(await block(world, 2_000)).toMatchObject({ revoked: 1 })
    expect(await list(world)).toHaveLength(1)
    expect(await serves(world, tokens)).toBe(false)
  })

  it('stays unblocked where a block is repeated after it was taken back', async () => {
    const world = await OAuthWorld.create()
    await block(world, 1_000)
    await block(world, 1_000)
    await unblock(world, 2_000)
    await block(world, 1_000)
    expect(await list(world)).toEqual([])
  })
})

it('an order for one client or user says nothing about another', async () => {
  const world = await OAuthWorld.create()
  const object = world.object()
  await object.blockUser(ADA, { actor: 'test', askedAt: 2_000, downstream: false })
  const elsewhere = { ...ADA, userIssuer: 'https://other.test.dev' }
  await object.blockUser(elsewhere, { actor: 'test', askedAt: 1_000, downstream: false })
  await object.blockClient('ada', { actor: 'test', askedAt: 1_000 })
  expect(await object.listBlockedUsers()).toHaveLength(2)
  expect(await object.listBlockedClients()).toHaveLength(1)
})
