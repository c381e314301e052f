// One MCP client as every way of registration yields it (O5).
import type { ClientInfo } from '@cloudflare/workers-oauth-provider'
import type { JSONWebKeySet } from 'jose'

export type ClientAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt'

/** Where the public keys of a `private_key_jwt` client come from. */
export type ClientKeys = { jwks: JSONWebKeySet } | { jwksUri: string; enteredBy: 'admin' | 'client' }

export interface Client {
  id: string
  name: string
  registration: 'preregistered' | 'cimd' | 'dynamic'
  /** Host of the metadata document, which proves the domain; null for every other client. */
  domain: string | null
  redirectUris: readonly string[]
  authMethods: readonly ClientAuthMethod[]
  /** Hex SHA-256. */
  secretHash: string | null
  keys: ClientKeys | null
}

/**
 * The client as the OAuth library shall see it. Limen has authenticated it before; as a public client the library
 * demands PKCE of it, whatever it is (O7).
 */
export function libraryClient(client: Client): ClientInfo {
  return {
    clientId: client.id,
    clientName: client.name,
    redirectUris: [...client.redirectUris],
    grantTypes: ['authorization_code', 'refresh_token'],
    responseTypes: ['code'],
    tokenEndpointAuthMethod: 'none',
  }
}
