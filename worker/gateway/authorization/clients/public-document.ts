// A small public document that a client's metadata names: fetched under the address policy, kept in KV by its headers,
// and served from the last valid copy while its host does not answer (O5, S10).
import { sha256Base64url } from '../../../crypto/digest.ts'
import type { DownstreamIo } from '../../../downstream/io.ts'
import { OutboundError } from '../../../net/outbound-error.ts'
import { readCapped } from '../../../net/outbound.ts'
import { freshMs } from './cache-lifetime.ts'
import { ClientDocumentError } from './client-document.ts'
import { ClientUnavailableError } from './client-unavailable.ts'

export interface PublicDocumentsOptions {
  kv: KVNamespace
  io: DownstreamIo
  ownOrigins: () => Promise<readonly string[]>
  allowPrivateTargets: boolean
}

export interface DocumentRules {
  /** First part of the KV key. */
  kind: 'cimd' | 'client-jwks'
  policy: 'public' | 'configured'
  bytesMax: number
  /** How long a copy serves after it stopped being fresh, in seconds. */
  staleSeconds: number
  /** Asks again although the copy is fresh, at most once a minute. */
  renew?: boolean
  /** Without a copy nothing is fetched: a stranger must not make Limen ask a host of their choice. */
  onlyKnown?: boolean
}

interface Copy {
  url: string
  text: string
  fetchedAt: number
  freshUntil: number
}

const FETCH_MS_MAX = 10_000
const RENEW_MS_MIN = 60_000

export class PublicDocuments {
  readonly #options: PublicDocumentsOptions
  /** Fetches under way by KV key, each shared by all who ask meanwhile. */
  readonly #fetches = new Map<string, Promise<string>>()

  constructor(options: PublicDocumentsOptions) {
    this.#options = options
  }

  /**
   * The document's text, as `check` accepts it. Throws ClientDocumentError when the host answered with something that
   * is not valid (never cached), ClientUnavailableError when it does not answer and no copy is left.
   */
  async load<T>(url: URL, rules: DocumentRules, check: (text: string) => T): Promise<T> {
    const now = this.#options.io.now()
    const key = `${rules.kind}/${await sha256Base64url(url.href)}`
    const copy = await this.#findCopy(key, rules)
    if (copy && copy.freshUntil > now && !(rules.renew && copy.fetchedAt + RENEW_MS_MIN <= now)) {
      return check(copy.text)
    }
    if (!copy && rules.onlyKnown) throw new ClientDocumentError('The client is not known here.')
    try {
      return check(await this.#fetchOnce(key, url, rules, check))
    } catch (error) {
      if (!(error instanceof ClientUnavailableError)) throw error
      if (copy && copy.freshUntil + rules.staleSeconds * 1_000 > now) return check(copy.text)
      throw error
    }
  }

  /** A KV that does not answer has no copy; where only a copy may serve, nobody knows. */
  async #findCopy(key: string, rules: DocumentRules): Promise<Copy | null> {
    try {
      return await this.#options.kv.get<Copy>(key, 'json')
    } catch (cause) {
      if (rules.onlyKnown) throw new ClientUnavailableError('KV does not answer', { cause })
      report('a copy of a client document was not read', cause)
      return null
    }
  }

  #fetchOnce(key: string, url: URL, rules: DocumentRules, check: (text: string) => unknown): Promise<string> {
    const underWay = this.#fetches.get(key)
    if (underWay) return underWay
    const fetching = this.#renewCopy(key, url, rules, check).finally(() => this.#fetches.delete(key))
    this.#fetches.set(key, fetching)
    return fetching
  }

  async #renewCopy(
    key: string,
    url: URL,
    rules: DocumentRules,
    check: (text: string) => unknown,
  ): Promise<string> {
    const fetched = await fetchDocument(this.#options, url, rules)
    check(fetched.text)
    const now = this.#options.io.now()
    const copy: Copy = {
      url: url.href,
      text: fetched.text,
      fetchedAt: now,
      freshUntil: now + fetched.freshMs,
    }
    try {
      await this.#options.kv.put(key, JSON.stringify(copy), {
        expirationTtl: Math.ceil(fetched.freshMs / 1_000) + rules.staleSeconds,
      })
    } catch (cause) {
      // KV takes one write a second for a key, and other objects fetch the same document.
      report('a copy of a client document was not kept', cause)
    }
    return fetched.text
  }
}

function report(message: string, cause: unknown): void {
  console.error(JSON.stringify({ level: 'error', message, cause: String(cause) }))
}

async function fetchDocument(options: PublicDocumentsOptions, url: URL, rules: DocumentRules) {
  const { io, allowPrivateTargets } = options
  const ownOrigins = await options.ownOrigins()
  const deadline = io.now() + FETCH_MS_MAX
  try {
    const response = await io.send(
      url,
      { headers: { accept: 'application/json' } },
      { policy: rules.policy, allowPrivateTargets, ownOrigins, timeoutMs: FETCH_MS_MAX },
    )
    if (response.status >= 500 || response.status === 429 || response.status === 408) {
      await response.body?.cancel()
      throw new ClientUnavailableError(`${url.host} answers ${response.status}`)
    }
    if (response.status !== 200) {
      await response.body?.cancel()
      throw new ClientDocumentError(
        `The client metadata document is not there: ${url.host} answers ${response.status}.`,
      )
    }
    const bytes = await readCapped(response, rules.bytesMax, Math.max(1, deadline - io.now()))
    return { text: decode(bytes), freshMs: freshMs(response.headers, io.now()) }
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    switch (error.failure) {
      case 'refused_target':
        throw new ClientDocumentError('The address of the client metadata document is not public.')
      case 'redirected':
        throw new ClientDocumentError('The client metadata document is behind a redirect.')
      case 'too_large':
        throw new ClientDocumentError(`The client metadata document is larger than ${rules.bytesMax} bytes.`)
      default:
        throw new ClientUnavailableError(`${url.host} does not answer`, { cause: error })
    }
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new ClientDocumentError('The client metadata document is not UTF-8.')
  }
}
