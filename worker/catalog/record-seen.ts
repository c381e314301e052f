// Writes what a list of tools showed (product.md §6): new tools are pinned as they are first seen, later ones compared.
import type { ServerRow } from '../../schema/tables/index.ts'
import type { ToolRisk } from '../../schema/tables/tools.ts'
import { CATALOGUE_TOOLS_MAX, isNewToolOffered } from '../policy/tool-offer.ts'

export interface SeenDefinition {
  name: string
  hash: string
  risk: ToolRisk
  /** Canonical JSON. */
  definition: string
}

export interface SeenTools {
  /** What may be new or changed. */
  definitions: readonly SeenDefinition[]
  namesSeen: readonly string[]
  /** Who asked, when the list was complete. */
  completeBy: 'service' | 'direct' | 'passing' | null
  /** A complete list of everything that the runtime has, so that what it does not show is gone. */
  isEverything?: boolean
  at: number
}

const DEFINITION_CHARACTERS_MAX = 64 * 1024
/** D1 takes 2 MB in one value. */
const CHUNK_CHARACTERS = 400_000
/** How exactly it is known when a tool was last seen. */
const SEEN_MS = 6 * 3_600_000

/** Answers how many tools are new, changed (or changed back) and gone. Throws what D1 throws. */
export async function recordSeen(
  database: D1Database,
  server: Pick<ServerRow, 'id' | 'newTools'>,
  { definitions, namesSeen, completeBy, isEverything = false, at }: SeenTools,
): Promise<{ written: number; removed: number }> {
  const names = JSON.stringify([...new Set(namesSeen)])
  const upserts = chunksOf(definitions, server).map((rows) =>
    database.prepare(UPSERT).bind(rows, server.id, at, CATALOGUE_TOOLS_MAX),
  )
  const seen = database.prepare(SEEN).bind(server.id, names, at, at - SEEN_MS)
  const removed = isEverything ? [database.prepare(REMOVED).bind(server.id, names, at)] : []
  const complete = completeBy ? [database.prepare(COMPLETE).bind(server.id, at, completeBy)] : []
  const results = await database.batch([...upserts, seen, ...removed, ...complete])
  // By the rows that come back: `meta.changes` counts what triggers write as well.
  const rowsAt = (index: number) => results[index]?.results.length ?? 0
  return {
    written: upserts.reduce((sum, _one, index) => sum + rowsAt(index), 0),
    removed: isEverything ? rowsAt(upserts.length + 1) : 0,
  }
}

function chunksOf(definitions: readonly SeenDefinition[], server: Pick<ServerRow, 'newTools'>): string[] {
  const chunks: string[] = []
  let texts: string[] = []
  let size = 0
  for (const { name, hash, risk, definition } of definitions) {
    const enabled = isNewToolOffered(server, risk) ? 1 : 0
    // A definition too large to show is still pinned by its hash.
    const shown = definition.length <= DEFINITION_CHARACTERS_MAX ? definition : ''
    const text = JSON.stringify({ name, hash, risk, enabled, definition: shown })
    if (size > 0 && size + text.length > CHUNK_CHARACTERS) {
      chunks.push(`[${texts.join(',')}]`)
      texts = []
      size = 0
    }
    texts.push(text)
    size += text.length
  }
  return texts.length === 0 ? chunks : [...chunks, `[${texts.join(',')}]`]
}

/** What has changed stays so until it is approved, whatever is shown since: a runtime may show each asker another. */
const IS_CHANGED = '(seen_hash IS NOT NULL OR excluded.hash <> hash)'

/** Where the catalogue is full, only what is in it or has a policy of its own. */
const UPSERT = `
INSERT INTO tool_definitions
  (server_id, name, state, enabled, definition, hash, risk, first_seen_at, last_seen_at, version)
SELECT ?2, value ->> 'name', 'new', value ->> 'enabled', value ->> 'definition', value ->> 'hash',
  value ->> 'risk', ?3, ?3, 1
FROM json_each(?1)
WHERE EXISTS (SELECT 1 FROM servers WHERE id = ?2)
  AND ((SELECT count(*) FROM tool_definitions WHERE server_id = ?2) < ?4
    OR EXISTS (SELECT 1 FROM tools WHERE server_id = ?2 AND name = value ->> 'name')
    OR EXISTS (SELECT 1 FROM tool_definitions WHERE server_id = ?2 AND name = value ->> 'name'))
ON CONFLICT (server_id, name) DO UPDATE SET
  state = CASE
    WHEN ${IS_CHANGED} THEN 'changed'
    WHEN approved_at IS NULL THEN 'new'
    ELSE 'approved' END,
  seen_definition = CASE WHEN ${IS_CHANGED} THEN excluded.definition END,
  seen_hash = CASE WHEN ${IS_CHANGED} THEN excluded.hash END,
  seen_risk = CASE WHEN ${IS_CHANGED} THEN excluded.risk END,
  changed_at = CASE WHEN excluded.hash = coalesce(seen_hash, hash) THEN changed_at ELSE excluded.last_seen_at END,
  removed_at = NULL,
  last_seen_at = excluded.last_seen_at,
  version = version + 1
WHERE state = 'removed' OR excluded.hash <> coalesce(seen_hash, hash)
RETURNING 1`

const SEEN = `
UPDATE tool_definitions SET last_seen_at = ?3
WHERE server_id = ?1 AND last_seen_at < ?4 AND name IN (SELECT value FROM json_each(?2))`

/** What was seen stays: leaving a changed tool out of one list approves nothing. */
const REMOVED = `
UPDATE tool_definitions SET state = 'removed', removed_at = ?3, version = version + 1
WHERE server_id = ?1 AND state <> 'removed' AND name NOT IN (SELECT value FROM json_each(?2))
RETURNING 1`

const COMPLETE = `
INSERT INTO tool_catalogs (server_id, complete_at, source)
SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM servers WHERE id = ?1)
ON CONFLICT (server_id) DO UPDATE SET complete_at = excluded.complete_at, source = excluded.source`
