import { describe, expect, it } from 'vitest'
import { sealSecret } from '../crypto/envelope.ts'
import { parseMasterKeys } from '../crypto/master-keys.ts'
import { gatewayRow } from '../testing/rows.ts'
import { profileOf } from './profile.ts'

const keys = parseMasterKeys('k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8')
const settings = {
  keys,
  publicOrigin: 'https://limen.test.dev',
  allowPrivateTargets: false,
  ownOrigins: [],
}

async function withSecret(clientSecretOrigin: string | null) {
  const row = gatewayRow({ tokenEndpointAuthMethod: 'client_secret_basic', clientSecretOrigin })
  const place = [row.id, 'client_secret', String(row.secretVersion)]
  return { ...row, clientSecret: await sealSecret(keys, { owner: row.id, place }, 's3cret') }
}

describe('a client secret (D4, S19)', () => {
  it('is opened for the origin of the token endpoint that it was entered for', async () => {
    expect(await profileOf(await withSecret('https://as.test.dev'), settings)).toMatchObject({
      clientSecret: 's3cret',
    })
  })

  it.each(['https://other.test.dev', 'http://as.test.dev', 'https://as.test.dev:8443', null])(
    'that was entered for %s is not: the Gateway needs a review',
    async (origin) => {
      expect(await profileOf(await withSecret(origin), settings)).toBe('needs_review')
    },
  )

  it('that is missing where the method needs one leads to a review', async () => {
    const row = gatewayRow({ tokenEndpointAuthMethod: 'client_secret_post' })
    expect(await profileOf(row, settings)).toBe('needs_review')
  })
})

it('nothing is sent for a Gateway that needs a review, or has no endpoints or client id (D1)', async () => {
  for (const change of [{ state: 'needs_review' as const }, { endpoints: null }, { clientId: null }]) {
    expect(await profileOf(gatewayRow(change), settings)).toBe('needs_review')
  }
})
