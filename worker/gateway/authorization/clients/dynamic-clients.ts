// Dynamic registrations in Workers KV (O5): 24 h until the first token, then 90 days from the last one.
import type { ClientInfo } from '@cloudflare/workers-oauth-provider'
import type { Client, ClientAuthMethod } from './client.ts'

const UNUSED_SECONDS = 24 * 3_600
const USED_SECONDS = 90 * 24 * 3_600
/** A used registration is written again at most once a day. */
const RENEW_SECONDS = 24 * 3_600

interface StoredClient extends ClientInfo {
  /** Set by the library when the client named its method itself; without it both secret methods are accepted. */
  authMethodExplicit?: boolean
}

interface StoredRegistration {
  client: StoredClient
  /** Seconds since 1970 of the last renewal; null until the first token. */
  usedAt: number | null
}

export class DynamicClients {
  readonly #kv: KVNamespace

  constructor(kv: KVNamespace) {
    this.#kv = kv
  }

  async find(issuerKey: string, clientId: string): Promise<Client | undefined> {
    if (!/^[A-Za-z0-9_-]{16}$/.test(clientId)) return undefined
    const stored = await this.#kv.get<StoredRegistration>(keyOf(issuerKey, clientId), 'json')
    return stored ? dynamicClient(stored.client) : undefined
  }

  async store(issuerKey: string, client: ClientInfo): Promise<void> {
    const stored: StoredRegistration = { client, usedAt: null }
    await this.#kv.put(keyOf(issuerKey, client.clientId), JSON.stringify(stored), {
      expirationTtl: UNUSED_SECONDS,
    })
  }

  /** A token was issued: the registration lives 90 days from now. */
  async renew(issuerKey: string, clientId: string, now: number): Promise<void> {
    const key = keyOf(issuerKey, clientId)
    const stored = await this.#kv.get<StoredRegistration>(key, 'json')
    const seconds = Math.floor(now / 1_000)
    if (!stored || (stored.usedAt !== null && seconds - stored.usedAt < RENEW_SECONDS)) return
    await this.#kv.put(key, JSON.stringify({ ...stored, usedAt: seconds }), { expirationTtl: USED_SECONDS })
  }
}

function keyOf(issuerKey: string, clientId: string): string {
  return `client/${issuerKey}/${clientId}`
}

function dynamicClient(stored: StoredClient): Client {
  const method = stored.tokenEndpointAuthMethod as ClientAuthMethod
  const isSecretMethod = method === 'client_secret_basic' || method === 'client_secret_post'
  return {
    id: stored.clientId,
    name: stored.clientName?.trim() ? stored.clientName : stored.clientId,
    registration: 'dynamic',
    domain: null,
    redirectUris: stored.redirectUris,
    authMethods:
      isSecretMethod && !stored.authMethodExplicit ? ['client_secret_basic', 'client_secret_post'] : [method],
    secretHash: stored.clientSecret ?? null,
    keys: null,
  }
}
