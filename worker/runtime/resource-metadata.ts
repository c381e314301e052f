// The protected-resource document of a runtime (RFC 9728 §3): where its challenge says, else at the two usual places.
import { OutboundError } from '../net/outbound-error.ts'
import { outbound, readCapped } from '../net/outbound.ts'
import type { ProbeOptions } from './probe.ts'

export interface ResourceMetadata {
  url: string
  resource: string | null
  authorizationServers: readonly string[]
  scopes: readonly string[]
}

const DOCUMENT_BYTES_MAX = 64 * 1024
const WELL_KNOWN = '/.well-known/oauth-protected-resource'

/** Undefined where there is none that can be read. Never throws for what the runtime does. */
export async function readResourceMetadata(
  runtimeUrl: string,
  named: string | null,
  options: ProbeOptions,
): Promise<ResourceMetadata | undefined> {
  for (const url of candidates(runtimeUrl, named)) {
    const document = await readJson(url, options)
    if (document) return metadataOf(url, document)
  }
  return undefined
}

function candidates(runtimeUrl: string, named: string | null): string[] {
  const { origin, pathname } = new URL(runtimeUrl)
  const path = pathname.replace(/\/+$/, '')
  const usual = path === '' ? [] : [`${origin}${WELL_KNOWN}${path}`]
  const first = named !== null && URL.canParse(named) ? [named] : []
  return [...new Set([...first, ...usual, `${origin}${WELL_KNOWN}`])]
}

/** A JSON object; undefined for everything else. */
async function readJson(url: string, options: ProbeOptions): Promise<Record<string, unknown> | undefined> {
  try {
    const init = { headers: { accept: 'application/json' } }
    const response = await outbound(url, init, { policy: 'configured', ...options })
    const bytes = await readCapped(response, DOCUMENT_BYTES_MAX, options.timeoutMs)
    const value: unknown = response.status === 200 ? JSON.parse(new TextDecoder().decode(bytes)) : undefined
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch (error) {
    if (error instanceof OutboundError || error instanceof SyntaxError) return undefined
    throw error
  }
}

function metadataOf(url: string, document: Record<string, unknown>): ResourceMetadata {
  const { resource } = document
  return {
    url,
    resource: typeof resource === 'string' ? resource : null,
    authorizationServers: texts(document['authorization_servers']).filter((text) => URL.canParse(text)),
    scopes: texts(document['scopes_supported']),
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
