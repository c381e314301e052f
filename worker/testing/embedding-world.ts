// An OAuthWorld with an embedding app, and a downstream that signs its users' tokens.
import { drizzle } from 'drizzle-orm/d1'
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { sha256Hex } from '../crypto/digest.ts'
import type { EmbeddingAppRow } from '../../schema/tables/embedding-apps.ts'
import { embeddingApps } from '../../schema/tables/embedding-apps.ts'
import { env, OAuthWorld, type Which } from './oauth-world.ts'

export const APP_SECRET = 'canary-app-secret-canary-app-secret-1'
export const APP_ORIGIN = 'https://host-app.test.dev'
export const HOST_CLIENT_ID = 'host-app'
export const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'

/** One for the file: the keys of an issuer are cached for the whole isolate. */
const downstreamKeys = await generateKeyPair('ES256')

export interface EmbeddingWorld {
  world: OAuthWorld
  app: EmbeddingAppRow
  /** A user's token as the downstream signs it; undefined takes a claim away. */
  subjectToken(claims?: Record<string, unknown>, key?: CryptoKey): Promise<string>
  exchange(subjectToken: string, options?: ExchangeOptions): Promise<Response>
}

export interface ExchangeOptions {
  which?: Which
  form?: Record<string, string | undefined>
  headers?: Record<string, string>
}

export async function createEmbeddingWorld(
  change: Partial<EmbeddingAppRow> = {},
  row: Parameters<typeof OAuthWorld.create>[0] = {},
): Promise<EmbeddingWorld> {
  const world = await OAuthWorld.create(row)
  const jwk = { ...(await exportJWK(downstreamKeys.publicKey)), kid: 'd1', alg: 'ES256' }
  world.outside.set('https://as.test.dev/jwks', () => Response.json({ keys: [jwk] }))
  const app: EmbeddingAppRow = {
    id: `app_${world.gatewayId}`,
    gatewayId: world.gatewayId,
    name: 'Host app',
    downstreamClientId: HOST_CLIENT_ID,
    tokenEndpointAuthMethod: 'client_secret_basic',
    secretHash: await sha256Hex(APP_SECRET),
    jwksUri: null,
    allowedOrigins: [APP_ORIGIN],
    version: 1,
    createdAt: 1,
    updatedAt: 1,
    ...change,
  }
  await drizzle(env.DB).insert(embeddingApps).values(app)
  await world.object().configurationChanged()
  return {
    world,
    app,
    subjectToken: (claims = {}, key = downstreamKeys.privateKey) => sign(claims, key),
    exchange(subjectToken, { which = 'a', form = {}, headers = {} } = {}) {
      const parameters = {
        grant_type: EXCHANGE,
        client_id: app.id,
        client_secret: APP_SECRET,
        subject_token: subjectToken,
        subject_token_type: ACCESS_TOKEN,
        ...form,
      }
      const sent = Object.entries(parameters).filter(
        (pair): pair is [string, string] => pair[1] !== undefined,
      )
      return world.post(which, 'token', Object.fromEntries(sent), headers)
    },
  }
}

function sign(claims: Record<string, unknown>, key: CryptoKey): Promise<string> {
  const now = Math.floor(Date.now() / 1_000)
  const payload: JWTPayload = {
    iss: 'https://as.test.dev',
    sub: 'ada',
    aud: 'https://api.test.dev',
    client_id: HOST_CLIENT_ID,
    scope: 'openid tickets.read tickets.write',
    email: 'ada@example.com',
    email_verified: true,
    org: 'org_engines',
    iat: now,
    exp: now + 3_600,
    ...claims,
  }
  for (const [name, value] of Object.entries(claims)) if (value === undefined) delete payload[name]
  return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'd1', typ: 'at+jwt' }).sign(key)
}
