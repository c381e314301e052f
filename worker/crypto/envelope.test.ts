// S11: what is stored encrypted opens only where it was put, with a key that is still there.
import { base64url } from 'jose'
import { describe, expect, test } from 'vitest'
import { openSecret, sealSecret, SealedSecretError, type SecretBinding } from './envelope.ts'
import { parseMasterKeys } from './master-keys.ts'

const key = (byte: number) => base64url.encode(new Uint8Array(32).fill(byte))
const keys = parseMasterKeys(`new:${key(1)},old:${key(2)}`)
const grant: SecretBinding = { owner: 'gw_a', place: ['att_a', 'grt_1', '3', 'refresh'] }
const SECRET = 'rt-0123456789-ünïcode-\u0000-\u{1F600}'

describe('a grant opens only under its own binding', () => {
  const others: [string, SecretBinding][] = [
    ['another Gateway', { ...grant, owner: 'gw_b' }],
    ['another attachment', { ...grant, place: ['att_b', 'grt_1', '3', 'refresh'] }],
    ['the grant of another user', { ...grant, place: ['att_a', 'grt_2', '3', 'refresh'] }],
    ['an older version of the row', { ...grant, place: ['att_a', 'grt_1', '2', 'refresh'] }],
    ['a newer version of the row', { ...grant, place: ['att_a', 'grt_1', '4', 'refresh'] }],
    ['another purpose', { ...grant, place: ['att_a', 'grt_1', '3', 'access'] }],
    ['a part missing', { ...grant, place: ['att_a', 'grt_1', '3'] }],
    ['parts joined', { ...grant, place: ['att_a', 'grt_1', '3","refresh'] }],
    ['parts shifted between owner and place', { owner: 'gw_a","att_a', place: ['grt_1', '3', 'refresh'] }],
    ['parts in another order', { ...grant, place: ['grt_1', 'att_a', '3', 'refresh'] }],
  ]

  test('its own', async () => {
    const envelope = await sealSecret(keys, grant, SECRET)
    expect(await openSecret(keys, grant, envelope)).toBe(SECRET)
  })

  test.each(others)('not under %s', async (_, binding) => {
    const envelope = await sealSecret(keys, grant, SECRET)
    await expect(openSecret(keys, binding, envelope)).rejects.toBeInstanceOf(SealedSecretError)
  })

  test('rows that were swapped between two users open for neither', async () => {
    const other: SecretBinding = { ...grant, place: ['att_a', 'grt_2', '3', 'refresh'] }
    const [first, second] = [await sealSecret(keys, grant, 'first'), await sealSecret(keys, other, 'second')]
    await expect(openSecret(keys, grant, second)).rejects.toBeInstanceOf(SealedSecretError)
    await expect(openSecret(keys, other, first)).rejects.toBeInstanceOf(SealedSecretError)
  })

  // What is stored was sealed like this: another order or encoding would open nothing of it.
  test('the additional data is owner ‖ attachment ‖ grant id ‖ version ‖ purpose, as JSON', async () => {
    const [, id = '', encoded = ''] = (await sealSecret(keys, grant, SECRET)).split('.')
    const bytes = base64url.decode(encoded)
    const additionalData = new TextEncoder().encode('["gw_a","att_a","grt_1","3","refresh"]')
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: bytes.slice(0, 12), additionalData },
      await keys.encryptionKey(id, 'gw_a'),
      bytes.slice(12),
    )
    expect(new TextDecoder().decode(plain)).toBe(SECRET)
  })

  test('the owner is bound by the key too, not only by the additional data', async () => {
    const a = await keys.encryptionKey('new', 'gw_a')
    const b = await keys.encryptionKey('new', 'gw_b')
    const iv = new Uint8Array(12)
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, a, new Uint8Array(4))
    await expect(crypto.subtle.decrypt({ name: 'AES-GCM', iv }, b, sealed)).rejects.toThrow()
    expect((await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, a, sealed)).byteLength).toBe(4)
  })
})

describe('an envelope', () => {
  test('shows nothing of the secret and never repeats', async () => {
    const one = await sealSecret(keys, grant, SECRET)
    const two = await sealSecret(keys, grant, SECRET)
    expect(one).not.toBe(two)
    expect(one).not.toContain(SECRET)
    expect(new Set(await ivs(500)).size).toBe(500)
  })

  test('does not open when any byte of it was changed', async () => {
    const [version, id, encoded = ''] = (await sealSecret(keys, grant, 'x')).split('.')
    const bytes = base64url.decode(encoded)
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte))
      const envelope = `${version}.${id}.${base64url.encode(changed)}`
      await expect(openSecret(keys, grant, envelope), `byte ${at}`).rejects.toBeInstanceOf(SealedSecretError)
    }
  })

  const malformed = [
    '',
    'v1',
    'v1.new',
    'v1..AAAA',
    'v2.new.AAAA',
    'v1.new.',
    'v1.new.AAAA',
    'v1.new.!!!',
    'v1.new.A.B.C',
  ]
  test.each(malformed)('that is %j is refused with the same error', async (envelope) => {
    await expect(openSecret(keys, grant, envelope)).rejects.toBeInstanceOf(SealedSecretError)
  })

  test('of another version is refused, although all else of it is right', async () => {
    const envelope = await sealSecret(keys, grant, SECRET)
    const other = envelope.replace(/^v1/, 'v2')
    await expect(openSecret(keys, grant, other)).rejects.toBeInstanceOf(SealedSecretError)
  })

  test('the error says nothing about the secret or the key', async () => {
    const envelope = await sealSecret(keys, grant, SECRET)
    const error = await openSecret(keys, { ...grant, owner: 'gw_b' }, envelope).catch(
      (thrown: unknown) => thrown,
    )
    const text = `${String(error)} ${String((error as Error).cause)}`
    for (const hidden of [SECRET, key(1), envelope]) expect(text).not.toContain(hidden)
  })
})

describe('rotation', () => {
  const before = parseMasterKeys(`old:${key(2)}`)

  test('what the old key sealed opens, and the new key seals', async () => {
    const envelope = await sealSecret(before, grant, SECRET)
    expect(envelope.startsWith('v1.old.')).toBe(true)
    expect(await openSecret(keys, grant, envelope)).toBe(SECRET)
    expect((await sealSecret(keys, grant, SECRET)).startsWith('v1.new.')).toBe(true)
  })

  test('calls that go on while keys rotate all succeed', async () => {
    const stages = [before, parseMasterKeys(`old:${key(2)},new:${key(1)}`), keys]
    const opened = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        // A writer may be one stage behind a reader, or ahead of it.
        const writer = stages[index % 2] ?? keys
        const reader = stages[1 + ((index >> 1) % 2)] ?? keys
        return openSecret(reader, grant, await sealSecret(writer, grant, `secret ${index}`))
      }),
    )
    expect(opened).toEqual(Array.from({ length: 200 }, (_, index) => `secret ${index}`))
  })

  test('a key that was removed, or replaced under the same id, opens nothing', async () => {
    const envelope = await sealSecret(before, grant, SECRET)
    const gone = parseMasterKeys(`new:${key(1)}`)
    const replaced = parseMasterKeys(`new:${key(1)},old:${key(3)}`)
    await expect(openSecret(gone, grant, envelope)).rejects.toBeInstanceOf(SealedSecretError)
    await expect(openSecret(replaced, grant, envelope)).rejects.toBeInstanceOf(SealedSecretError)
  })

  test('the key id of an envelope cannot be exchanged', async () => {
    const envelope = await sealSecret(keys, grant, SECRET)
    await expect(openSecret(keys, grant, envelope.replace('v1.new.', 'v1.old.'))).rejects.toBeInstanceOf(
      SealedSecretError,
    )
  })
})

async function ivs(count: number): Promise<string[]> {
  const envelopes = await Promise.all(Array.from({ length: count }, () => sealSecret(keys, grant, '')))
  return envelopes.map((envelope) =>
    base64url
      .decode(envelope.split('.')[2] ?? '')
      .slice(0, 12)
      .join(),
  )
}
