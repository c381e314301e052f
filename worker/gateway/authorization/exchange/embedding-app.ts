// An embedding app as a client of the token endpoint (product.md §5): it may exchange its users' tokens, and nothing else.
import type { EmbeddingAppRow } from '../../../../schema/tables/embedding-apps.ts'
import type { Issuer } from '../../configuration/configuration.ts'
import type { Client } from '../clients/client.ts'
import { isBlocked, type ClientVerdict } from '../clients/find-client.ts'

export function findEmbeddingApp(issuer: Issuer, id: string): EmbeddingAppRow | undefined {
  return issuer.embeddingApps.find((app) => app.id === id)
}

/** A blocked app is refused like a blocked client. */
export function findAppClient(sql: SqlStorage, issuer: Issuer, id: string): ClientVerdict {
  const app = findEmbeddingApp(issuer, id)
  if (!app) return { known: false, blocked: false, reason: 'This app is not registered here.' }
  if (isBlocked(sql, id))
    return { known: false, blocked: true, reason: 'An administrator has blocked this app.' }
  return { known: true, client: clientOf(app) }
}

/** The origin that may read the answer, or null: CORS is for the app's own pages only. */
export function allowedOriginOf(app: EmbeddingAppRow | undefined, origin: string | null): string | null {
  return origin !== null && app?.allowedOrigins.includes(origin) ? origin : null
}

function clientOf(app: EmbeddingAppRow): Client {
  const isKeyed = app.tokenEndpointAuthMethod === 'private_key_jwt'
  return {
    id: app.id,
    name: app.name,
    registration: 'preregistered',
    domain: null,
    redirectUris: [],
    // Which of the two secret methods it uses is its own choice.
    authMethods: isKeyed ? ['private_key_jwt'] : ['client_secret_basic', 'client_secret_post'],
    secretHash: app.secretHash,
    keys: app.jwksUri === null ? null : { jwksUri: app.jwksUri, enteredBy: 'admin' },
  }
}
