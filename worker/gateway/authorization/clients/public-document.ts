// A small public document that a client's metadata names: fetched under the address policy, kept in KV by its headers,
// and served from the last valid copy while its host does not answer (O5, S10).
import { sha256Base64url } from '../../../crypto/digest.ts'
import type { DownstreamIo } from '../../../downstream/io.ts'
import { OutboundError } from '../../../net/outbound-error.ts'
import { readCapped } from '../../../net/outbound.ts'
import { freshMs } from './cache-lifetime.ts'
import { ClientDocumentError } from './client-document.ts'

/** The host does not answer and there is no copy young enough: 503, never `invalid_client`. */
export class ClientUnavailableError extends Error {
  override name = 'ClientUnavailableError'
}

export interface PublicDocuments {
  kv: KVNamespace
  io: DownstreamIo
  ownOrigins: readonly string[]
  allowPrivateTargets: boolean
}

export interface DocumentRules {
  /** First part of the KV key. */
  kind: 'cimd' | 'client-jwks'
  policy: 'public' | 'configured'
  bytesMax: number
  /** How long a copy serves after it stopped being fresh, in seconds. */
  staleSeconds: number
  /** Asks again although the copy is fresh. */
  ignoreFresh?: boolean
}

interface Copy {
  url: string
  text: string
  fetchedAt: number
  freshUntil: number
}

const FETCH_MS_MAX = 10_000

/**
 * The document's text, as `check` accepts it. Throws ClientDocumentError when the host answered with something that is
 * not valid (never cached), ClientUnavailableError when it does not answer and no copy is left.
 */
export async function loadPublicDocument<T>(
  documents: PublicDocuments,
  url: URL,
  rules: DocumentRules,
  check: (text: string) => T,
): Promise<T> {
  const now = documents.io.now()
  const key = `${rules.kind}/${await sha256Base64url(url.href)}`
  const copy = await documents.kv.get<Copy>(key, 'json')
  if (copy && copy.freshUntil > now && !rules.ignoreFresh) return check(copy.text)
  let fetched: { text: string; freshMs: number }
  try {
    fetched = await fetchDocument(documents, url, rules)
  } catch (error) {
    if (!(error instanceof ClientUnavailableError)) throw error
    if (copy && copy.freshUntil + rules.staleSeconds * 1_000 > now) return check(copy.text)
    throw error
  }
  const checked = check(fetched.text)
  const fresh: Copy = { url: url.href, text: fetched.text, fetchedAt: now, freshUntil: now + fetched.freshMs }
  await documents.kv.put(key, JSON.stringify(fresh), {
    expirationTtl: Math.ceil(fetched.freshMs / 1_000) + rules.staleSeconds,
  })
  return checked
}

async function fetchDocument(documents: PublicDocuments, url: URL, rules: DocumentRules) {
  const { io, ownOrigins, allowPrivateTargets } = documents
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
