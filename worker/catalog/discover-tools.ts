// Asks a runtime for all of its tools and compares them with the catalogue (product.md §6).
import type { AttachmentRow, GatewayRow, ServerRow } from '../../schema/tables/index.ts'
import { settingsOf, type Env } from '../environment.ts'
import { gatewayObject, serverObject } from '../gateway/address.ts'
import type { ServiceRpc } from '../gateway/service-connections/contract.ts'
import { canonicalJson } from '../protocol/canonical-json.ts'
import { JsonRefusal } from '../protocol/json-refusal.ts'
import { AmbiguousListError } from '../protocol/tool-list.ts'
import { listTools } from '../runtime/list-tools.ts'
import { RuntimeError } from '../runtime/send.ts'
import { openTarget } from '../runtime/target.ts'
import { addressWithKey, keyHeader } from '../runtime/upstream-key.ts'
import { findKnownPage } from './tool-page.ts'
import { recordSeen, type SeenDefinition } from './record-seen.ts'

export interface DiscoveredServer {
  server: ServerRow
  attachment: AttachmentRow | null
  gateway: GatewayRow | null
}

export type Discovery =
  | { ok: true; source: 'service' | 'direct'; tools: number; written: number; removed: number }
  /** `not_connected`: the runtime wants somebody's credential, and Limen has none of its own. */
  | { ok: false; reason: 'not_connected' | 'failed'; detail: string }

interface Credential {
  source: 'service' | 'direct'
  accessToken: string | null
  upstreamKey: string | null
}

const TIMEOUT_MS = 15_000

/** Writes what it finds, and also that it found nothing. Throws what D1 and the keys throw. */
export async function discoverTools(
  env: Env,
  rows: DiscoveredServer,
  { ownOrigins, now }: { ownOrigins: readonly string[]; now: number },
): Promise<Discovery> {
  const discovery = await discover(env, rows, ownOrigins, now)
  const { id } = rows.server
  // Nobody asked the runtime where there is no credential to ask with: what is known of it stays as it is.
  const tried =
    !discovery.ok && discovery.reason === 'not_connected'
      ? env.DB.prepare(NOT_ASKED).bind(id, now)
      : env.DB.prepare(TRIED).bind(id, now, discovery.ok ? null : discovery.detail)
  await tried.run()
  return discovery
}

async function discover(
  env: Env,
  rows: DiscoveredServer,
  ownOrigins: readonly string[],
  now: number,
): Promise<Discovery> {
  const { server, attachment } = rows
  if (server.pausedReason !== null) {
    return {
      ok: false,
      reason: 'failed',
      detail: 'The server is paused until its secrets are entered again.',
    }
  }
  const credential = await findCredential(env, rows)
  if (typeof credential === 'string') return { ok: false, reason: 'not_connected', detail: credential }
  const settings = settingsOf(env)
  try {
    const target = await openTarget(settings.masterKeys(), { server, attachment }, settings)
    const address = addressWithKey(target.checked, target.upstreamAuth, credential.upstreamKey)
    const listed = await listTools(address.href, {
      headers: [...credentialHeaders(target, credential), ...target.fixedHeaders],
      timeoutMs: TIMEOUT_MS,
      allowPrivateTargets: settings.allowPrivateTargets,
      ownOrigins,
    })
    if (listed.kind === 'failed') return { ok: false, reason: 'failed', detail: listed.detail }
    const definitions = await readPages(server.id, listed.pages)
    const { written, removed } = await recordSeen(env.DB, server, {
      definitions,
      namesSeen: definitions.map(({ name }) => name),
      completeBy: credential.source,
      isEverything: true,
      at: now,
    })
    return { ok: true, source: credential.source, tools: definitions.length, written, removed }
  } catch (error) {
    if (
      error instanceof RuntimeError ||
      error instanceof AmbiguousListError ||
      error instanceof JsonRefusal
    ) {
      return { ok: false, reason: 'failed', detail: `The list of tools cannot be read: ${error.message}.` }
    }
    throw error
  }
}

/** The credential of a discovery, or in one sentence why there is none. */
async function findCredential(env: Env, rows: DiscoveredServer): Promise<Credential | string> {
  const { server, attachment, gateway } = rows
  switch (server.authMode) {
    case 'none':
      return { source: 'direct', accessToken: null, upstreamKey: null }
    case 'passthrough':
      return 'Limen has no credential of its own in this mode: the catalogue learns from the lists that pass.'
    case 'api_key': {
      const { upstreamKeyId: id, runtimeUrl } = server
      const object: ServiceRpc = serverObject(env, server.id)
      const upstreamKey = id === null ? null : await object.openSharedKey(id, new URL(runtimeUrl).origin)
      if (upstreamKey !== null) return { source: 'direct', accessToken: null, upstreamKey }
      return 'There is no shared key: the catalogue learns from the lists that pass.'
    }
    case 'oauth': {
      if (!attachment || !gateway) return 'No Gateway is attached to this server.'
      const object: ServiceRpc = gatewayObject(env, gateway)
      const answer = await object.serviceToken(attachment.id)
      if (answer.ok) return { source: 'service', accessToken: answer.accessToken, upstreamKey: null }
      return answer.reason === 'ended'
        ? 'There is no service connection. An admin connects once; until then the catalogue learns from the lists that pass.'
        : 'The token of the service connection cannot be renewed right now.'
    }
  }
}

function credentialHeaders(
  target: Awaited<ReturnType<typeof openTarget>>,
  { accessToken, upstreamKey }: Credential,
): (readonly [name: string, value: string])[] {
  if (upstreamKey !== null && target.upstreamAuth) {
    const header = keyHeader(target.upstreamAuth, upstreamKey)
    return header ? [header] : []
  }
  const name = target.accessTokenHeader
  if (accessToken === null || name === null) return []
  return [[name, name === 'authorization' ? `Bearer ${accessToken}` : accessToken]]
}

/** The tools of all pages; of a name that stands twice the first, as clients take it. */
async function readPages(serverId: string, pages: readonly string[]): Promise<SeenDefinition[]> {
  const byName = new Map<string, SeenDefinition>()
  for (const text of pages) {
    const found = await findKnownPage(serverId, text)
    for (const { name, hash, risk, start, end } of found?.page.tools ?? []) {
      if (name === undefined || byName.has(name)) continue
      const definition = canonicalJson(JSON.parse(found?.page.text.slice(start, end) ?? 'null'))
      byName.set(name, { name, hash, risk, definition })
    }
  }
  return [...byName.values()]
}

const TRIED = `
INSERT INTO tool_catalogs (server_id, tried_at, error)
SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM servers WHERE id = ?1)
ON CONFLICT (server_id) DO UPDATE SET tried_at = excluded.tried_at, error = excluded.error`

/** A list that has passed since the last try shows that the runtime answers again. */
const NOT_ASKED = `
INSERT INTO tool_catalogs (server_id, tried_at)
SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM servers WHERE id = ?1)
ON CONFLICT (server_id) DO UPDATE SET tried_at = excluded.tried_at,
  error = CASE WHEN complete_at > tried_at THEN NULL ELSE error END`
