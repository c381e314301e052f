import type { ClientRow } from '../../../../schema/tables/clients.ts'
import type { Client, ClientAuthMethod } from './client.ts'

/** A client that an admin registered by hand. Which of the two secret methods it uses is its own choice. */
export function preregisteredClient(row: ClientRow): Client {
  const method = row.tokenEndpointAuthMethod
  const authMethods: ClientAuthMethod[] =
    method === 'client_secret_basic' || method === 'client_secret_post'
      ? ['client_secret_basic', 'client_secret_post']
      : [method]
  return {
    id: row.id,
    name: row.name,
    registration: 'preregistered',
    domain: null,
    redirectUris: row.redirectUris,
    authMethods,
    secretHash: row.secretHash,
    keys: row.jwksUri ? { jwksUri: row.jwksUri, enteredBy: 'admin' } : null,
  }
}
