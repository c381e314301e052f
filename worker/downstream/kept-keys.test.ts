import { env } from 'cloudflare:workers'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { expect, it, vi } from 'vitest'
import type { Env } from '../environment.ts'
import { sha256Base64url } from '../crypto/digest.ts'
import type { DownstreamIo } from './io.ts'
import { signingKeysOf } from './signing-keys.ts'

const { KV } = env as unknown as Env
const NOW = 1_800_000_000_000
const DAY = 24 * 3_600_000
const TARGETS = { allowPrivateTargets: false, ownOrigins: [] }
const TOKEN = { payload: '', signature: '' }

/** Finds a key `ms` later, in this isolate, while the server publishes these keys or is away. */
function findKey(jwksUri: string, ms: number, published: JWK[] | null, kid = 'one', kv: KVNamespace = KV) {
  const io: DownstreamIo = {
    kv,
    now: () => NOW + ms,
    send: async () =>
      published ? Response.json({ keys: published }) : new Response('down', { status: 503 }),
  }
  return signingKeysOf(TARGETS, jwksUri, io)({ alg: 'ES256', kid }, TOKEN)
}

/** As another isolate finds them: what was kept under one address is asked for under one that memory does not know. */
async function moveCopy(from: string, to: string): Promise<void> {
  const text = await KV.get(`jwks/${await sha256Base64url(from)}`)
  await KV.put(`jwks/${await sha256Base64url(to)}`, text ?? '')
}

async function publishedKey(): Promise<JWK> {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true })
  return { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }
}

it('an isolate that starts while the server is away takes the keys that another one kept, for a day', async () => {
  const [here, there, late] = ['here', 'there', 'late'].map((name) => `https://as.test.dev/kept/${name}`)
  if (!here || !there || !late) throw new Error('no address')
  await expect(findKey(there, 0, null)).rejects.toMatchObject({ code: 'jwks_unreachable' })
  await findKey(here, 0, [await publishedKey()])
  await moveCopy(here, there)
  await moveCopy(here, late)
  expect(await findKey(there, DAY - 1, null)).toMatchObject({ type: 'public' })
  await expect(findKey(there, DAY - 1, null, 'two')).rejects.toMatchObject({ code: 'jwks_unreachable' })
  await expect(findKey(late, DAY, null)).rejects.toMatchObject({ code: 'jwks_unreachable' })
})

it('a KV that fails, or holds something else, changes nothing', async () => {
  const uri = 'https://as.test.dev/kept/broken'
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const broken = new Proxy(KV, {
    get: () => () => Promise.reject(new Error('KV is down')),
  })
  await expect(findKey(uri, 0, null, 'one', broken)).rejects.toMatchObject({ code: 'jwks_unreachable' })
  expect(await findKey(uri, 0, [await publishedKey()], 'one', broken)).toMatchObject({ type: 'public' })
  expect(log).toHaveBeenCalledTimes(2)
  log.mockRestore()
  const odd = 'https://as.test.dev/kept/odd'
  await KV.put(`jwks/${await sha256Base64url(odd)}`, '{"keys":7}')
  await expect(findKey(odd, 0, null)).rejects.toMatchObject({ code: 'jwks_unreachable' })
})
