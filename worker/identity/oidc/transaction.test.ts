// S4, RFC 6749 §10.12: a sign-in under way is sealed for the one `state` that it began with.
import { expect, it } from 'vitest'
import { parseMasterKeys } from '../../crypto/master-keys.ts'
import { NEW_KEYS, OLD_KEYS } from '../../testing/vault-fixture.ts'
import { openTransaction, sealTransaction, TRANSACTION_SECONDS_MAX } from './transaction.ts'

const keys = parseMasterKeys(OLD_KEYS)
const endpoints = {
  issuer: 'https://a.dev',
  authorization_endpoint: 'https://a.dev/a',
  token_endpoint: 'https://a.dev/t',
}
const pending = { endpoints, clientId: 'limen', codeVerifier: 'verifier', nonce: 'nonce', scopes: [] }
const transaction = { pending, returnTo: '/', isFresh: false, startedAt: 1_000_000 }
const open = (state: string, sealed: string, now = 1_000_000, by = keys) =>
  openTransaction(by, state, sealed, now)

it('opens for its own state, and for no other one that its cookie was moved to', async () => {
  const sealed = await sealTransaction(keys, 'state-a', transaction)
  expect(sealed).not.toContain('verifier')
  expect(await open('state-a', sealed)).toEqual(transaction)
  for (const state of ['state-b', '', 'state-a ']) expect(await open(state, sealed), state).toBeUndefined()
  expect(await open('state-a', 'v1.k1.nonsense')).toBeUndefined()
})

it('opens for ten minutes, also while the master keys rotate', async () => {
  const sealed = await sealTransaction(keys, 'state-a', transaction)
  const end = transaction.startedAt + TRANSACTION_SECONDS_MAX * 1_000
  expect(await open('state-a', sealed, end - 1, parseMasterKeys(NEW_KEYS))).toEqual(transaction)
  expect(await open('state-a', sealed, end)).toBeUndefined()
})
