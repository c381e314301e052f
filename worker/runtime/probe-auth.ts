// What a runtime wants from those who call it, found out by one look (product.md §3, "Add by URL with probing"): nothing,
// a sign-in, or a key. Each step is reported when it is done.
import { discover } from '../downstream/discover.ts'
import { probeRuntime, type ProbeOptions, type ProbeResult } from './probe.ts'
import { readResourceMetadata } from './resource-metadata.ts'

export interface ProbeStep {
  step: 'runtime' | 'resource_metadata' | 'authorization_server' | 'registration'
  state: 'ok' | 'missing' | 'failed'
  /** One sentence; may hold text of the runtime. */
  detail: string
  ms: number
}

export interface FoundOAuth {
  /** Null: found without a protected-resource document, as before RFC 9728. */
  resourceMetadataUrl: string | null
  resource: string | null
  authorizationServers: readonly string[]
  scopes: readonly string[]
  /** How Limen can become a client there: by itself, or with a client id that somebody enters. */
  registration: 'automatic' | 'by_hand' | 'unknown'
}

export interface AuthVerdict {
  outcome: 'none' | 'oauth' | 'api_key' | 'no_mcp' | 'unreachable'
  runtime: Extract<ProbeResult, { kind: 'answers' }> | null
  oauth: FoundOAuth | null
}

interface Probing {
  url: string
  options: ProbeOptions
  report: (step: ProbeStep) => void
}

/** `headers` are those that every request to the runtime carries. Throws nothing that a runtime causes. */
export async function probeAuth(
  url: string,
  headers: readonly (readonly [name: string, value: string])[],
  options: ProbeOptions,
  report: (step: ProbeStep) => void,
): Promise<AuthVerdict> {
  const probing: Probing = { url, options, report }
  const startedAt = Date.now()
  const result = await probeRuntime(url, headers, options)
  report({ step: 'runtime', ...describe(result), ms: Date.now() - startedAt })
  switch (result.kind) {
    case 'answers':
      return { outcome: 'none', runtime: result, oauth: null }
    case 'unreachable':
    case 'no_mcp':
      return { outcome: result.kind, runtime: null, oauth: null }
    case 'refuses_secret':
    case 'asks_for_token': {
      const named = result.kind === 'asks_for_token' ? result.resourceMetadataUrl : null
      const oauth = await findOAuth(probing, named)
      return { outcome: oauth ? 'oauth' : 'api_key', runtime: null, oauth }
    }
  }
}

function describe(result: ProbeResult): Pick<ProbeStep, 'state' | 'detail'> {
  switch (result.kind) {
    case 'answers':
      return { state: 'ok', detail: 'It answers without credentials.' }
    case 'asks_for_token':
      return { state: 'ok', detail: `It asks for a credential (${result.status}).` }
    case 'refuses_secret':
      return { state: 'ok', detail: `It refuses a call without credentials (${result.status}).` }
    case 'no_mcp':
      return { state: 'failed', detail: `Something answers with ${result.status}, but not as an MCP server.` }
    case 'unreachable':
      return { state: 'failed', detail: `It cannot be reached: ${result.detail}.` }
  }
}

/** Null: it says nowhere how to sign in. */
async function findOAuth(probing: Probing, named: string | null): Promise<FoundOAuth | null> {
  const { url, options, report } = probing
  const startedAt = Date.now()
  const metadata = await readResourceMetadata(url, named, options)
  report({
    step: 'resource_metadata',
    state: metadata ? 'ok' : 'missing',
    detail: metadata ? `It is at ${metadata.url}.` : 'The runtime does not publish where its users sign in.',
    ms: Date.now() - startedAt,
  })
  const [server] = metadata ? metadata.authorizationServers : [new URL(url).origin]
  if (server === undefined) return null
  const registration = await findRegistration(probing, server, metadata !== undefined)
  // Without the document, only an authorization server at the runtime's own origin speaks for it (MCP 2025-03-26).
  if (!metadata && registration === 'unknown') return null
  return {
    resourceMetadataUrl: metadata?.url ?? null,
    resource: metadata?.resource ?? null,
    authorizationServers: metadata?.authorizationServers ?? [server],
    scopes: metadata?.scopes ?? [],
    registration,
  }
}

async function findRegistration(
  { options, report }: Probing,
  server: string,
  isNamed: boolean,
): Promise<FoundOAuth['registration']> {
  const startedAt = Date.now()
  const { report: found, endpoints } = await discover(server, { ...options, provider: 'manual' })
  const fault = found.findings.find(({ level }) => level === 'error')
  report({
    step: 'authorization_server',
    // That there is none where nobody promised one is no fault: most runtimes that want a key have none.
    state: endpoints ? 'ok' : isNamed ? 'failed' : 'missing',
    detail: endpoints
      ? `${endpoints.issuer} describes itself.`
      : (fault?.message ?? 'It does not describe itself.'),
    ms: Date.now() - startedAt,
  })
  if (!endpoints) return 'unknown'
  const isAutomatic =
    endpoints.registration_endpoint !== undefined ||
    found.metadata?.['client_id_metadata_document_supported'] === true
  report({
    step: 'registration',
    state: isAutomatic ? 'ok' : 'missing',
    detail: isAutomatic
      ? 'Limen can register itself there.'
      : 'Limen cannot register itself there: register it by hand and enter client id and secret.',
    ms: 0,
  })
  return isAutomatic ? 'automatic' : 'by_hand'
}
