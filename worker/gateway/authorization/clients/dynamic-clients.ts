// Dynamic registrations in Workers KV (O5): 24 h until the first token, then at least 90 days from the last one.
import type { ClientInfo } from '@cloudflare/workers-oauth-provider'
import type { Client, ClientAuthMethod, ClientKeys } from './client.ts'
import { ClientUnavailableError } from './client-unavailable.ts'

const UNUSED_SECONDS = 24 * 3_600
/** A used registration is written again at most once a day. */
const RENEW_SECONDS = 24 * 3_600
/** The last token may come a day after the last renewal. */
const USED_SECONDS = 90 * 24 * 3_600 + RENEW_SECONDS

interface StoredClient extends ClientInfo {
  /** Set by the library when the client named its method itself; without it both secret methods are accepted. */
  authMethodExplicit?: boolean
}

interface StoredRegistration {
  client: StoredClient
  /** Of a `private_key_jwt` client. */
  keys: ClientKeys | null
  /** Seconds since 1970 of the last renewal; null until the first token. */
  usedAt: number | null
}

export class DynamicClients {
  readonly #kv: KVNamespace

  constructor(kv: KVNamespace) {
    this.#kv = kv
  }

  /** Throws ClientUnavailableError when KV does not answer. */
  async find(issuerKey: string, clientId: string): Promise<Client | undefined> {
    if (!/^[A-Za-z0-9_-]{16}$/.test(clientId)) return undefined
    const stored = await reached(this.#kv.get<StoredRegistration>(keyOf(issuerKey, clientId), 'json'))
    return stored ? dynamicClient(stored) : undefined
  }

  /** Throws ClientUnavailableError when KV does not answer. */
  async store(issuerKey: string, client: ClientInfo, keys: ClientKeys | null): Promise<void> {
    const stored: StoredRegistration = { client, keys, usedAt: null }
    await reached(
      this.#kv.put(keyOf(issuerKey, client.clientId), JSON.stringify(stored), {
        expirationTtl: UNUSED_SECONDS,
      }),
    )
  }

  /** A token was issued: the registration lives 90 days from now, at least. */
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

async function reached<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation
  } catch (cause) {
    throw new ClientUnavailableError('KV does not answer', { cause })
  }
}

function dynamicClient({ client: stored, keys }: StoredRegistration): Client {
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
    keys,
  }
}
