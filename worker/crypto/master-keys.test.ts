import { base64url } from 'jose'
import { describe, expect, test } from 'vitest'
import { ConfigurationError, parseMasterKeys, UnknownKeyError } from './master-keys.ts'

const good = base64url.encode(new Uint8Array(32).fill(9))
const other = base64url.encode(new Uint8Array(32).fill(8))

describe('a wrong MASTER_KEYS names the variable and the fault, never the value', () => {
  const table: [string, string | undefined, RegExp][] = [
    ['missing', undefined, /is not set/],
    ['empty', '', /is not set/],
    ['blank', ' \n', /is not set/],
    ['no id', good, /entry 1 is not <id>:<base64url>/],
    ['an empty id', `:${good}`, /entry 1 is not/],
    ['an id with a dot', `a.b:${good}`, /entry 1 is not/],
    ['an id too long', `${'a'.repeat(33)}:${good}`, /entry 1 is not/],
    ['no key', 'k1:', /entry 1 is not/],
    ['not base64url', `k1:${good.slice(0, -1)}!`, /entry 1 is not/],
    ['plain base64', 'k1:++++////++++////++++////++++////++++////+++=', /entry 1 is not/],
    ['an impossible length', `k1:${good}xx`, /"k1"/],
    ['31 bytes', `k1:${base64url.encode(new Uint8Array(31).fill(9))}`, /"k1" has 31 bytes instead of 32/],
    ['33 bytes', `k1:${base64url.encode(new Uint8Array(33).fill(9))}`, /"k1" has 33 bytes instead of 32/],
    ['a fault in the second', `k1:${good},k2`, /entry 2 is not/],
    ['a comma at the end', `k1:${good},`, /entry 2 is not/],
    ['one id twice', `k1:${good},k1:${other}`, /"k1" stands twice/],
    ['a semicolon between', `k1:${good};k2:${other}`, /entry 1 is not/],
    ['quotes around', `"k1:${good}"`, /entry 1 is not/],
  ]
  test.each(table)('%s', (_, text, fault) => {
    const error = faultOf(text)
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.variable).toBe('MASTER_KEYS')
    expect(error.message).toMatch(/^MASTER_KEYS: /)
    expect(error.message).toMatch(fault)
    expect(error.message).not.toMatch(/[A-Za-z0-9_+/-]{20}/)
    expect(String(error.cause ?? '')).toBe('')
  })
})

function faultOf(text: string | undefined): ConfigurationError {
  try {
    parseMasterKeys(text)
  } catch (error) {
    return error as ConfigurationError
  }
  throw new Error('parsed')
}

test('the first key is the current one; space and padding do not matter', () => {
  const keys = parseMasterKeys(` b:${good}= , a:${other} `)
  expect(keys.currentId).toBe('b')
  expect(keys.ids).toEqual(['b', 'a'])
})

describe('derived keys', () => {
  const keys = parseMasterKeys(`a:${good},b:${other}`)

  test('cannot be exported', async () => {
    const key = await keys.encryptionKey('a', 'gw_1')
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })

  test('differ by key, by purpose and from encryption to signing', async () => {
    const data = new Uint8Array(8)
    const macs = await Promise.all([
      keys.macKey('a', 'token').then((key) => crypto.subtle.sign('HMAC', key, data)),
      keys.macKey('b', 'token').then((key) => crypto.subtle.sign('HMAC', key, data)),
      keys.macKey('a', 'session').then((key) => crypto.subtle.sign('HMAC', key, data)),
    ])
    expect(new Set(macs.map((mac) => base64url.encode(new Uint8Array(mac)))).size).toBe(3)
  })

  test('stay the same from one parse to the next', async () => {
    const data = new Uint8Array(8)
    const mac = await crypto.subtle.sign('HMAC', await keys.macKey('a', 'token'), data)
    const again = parseMasterKeys(`b:${other},a:${good}`)
    expect(await crypto.subtle.verify('HMAC', await again.macKey('a', 'token'), mac, data)).toBe(true)
  })

  test('an unknown id is an error that names the id', () => {
    expect(() => keys.encryptionKey('zz', 'gw_1')).toThrow(UnknownKeyError)
    expect(() => keys.macKey('zz', 'token')).toThrow(/"zz"/)
  })
})
