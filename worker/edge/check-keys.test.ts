import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { parseMasterKeys } from '../crypto/master-keys.ts'
import type { Env } from '../environment.ts'
import { areKeysChecked, checkKeys } from './check-keys.ts'

const { DB } = env as unknown as Env
const key = (id: string, letter: string) => `${id}:${letter.repeat(42)}A`
const check = (text: string) => checkKeys({ DB }, parseMasterKeys(text), 1_800_000_000_000)

describe('the master keys of a deployment', () => {
  beforeEach(async () => {
    await DB.prepare('DELETE FROM key_checks').run()
  })

  it('are written down at first, and pass from then on', async () => {
    const keys = parseMasterKeys(key('k1', 'A'))
    await checkKeys({ DB }, keys, 1_800_000_000_000)
    expect(areKeysChecked(keys)).toBe(true)
    await expect(check(key('k1', 'A'))).resolves.toBeUndefined()
  })

  it('another key under a known id is refused, and the message names the variable and the id', async () => {
    await check(key('k1', 'A'))
    await expect(check(key('k1', 'B'))).rejects.toThrow(/^MASTER_KEYS: the key "k1" is not the one/)
    await expect(check(`${key('k2', 'C')},${key('k1', 'B')}`)).rejects.toThrow('MASTER_KEYS')
  })

  it('a new key beside a known one is a rotation; only strangers are refused and never written down', async () => {
    await check(key('k1', 'A'))
    await expect(check(`${key('k2', 'B')},${key('k1', 'A')}`)).resolves.toBeUndefined()
    await expect(check(key('k2', 'B'))).resolves.toBeUndefined()
    await expect(check(key('k9', 'Z'))).rejects.toThrow('holds none of the keys')
    await expect(check(key('k9', 'Z'))).rejects.toThrow('holds none of the keys')
  })

  it('the stored answer does not reveal the key', async () => {
    await check(key('k1', 'A'))
    const row = await DB.prepare('SELECT * FROM key_checks').first()
    expect(JSON.stringify(row)).not.toContain('A'.repeat(20))
  })
})
