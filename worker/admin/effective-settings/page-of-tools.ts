// The tools of a server as they are for one user, by name.
import { base64url } from 'jose'
import type { ToolRow } from '../../../schema/tables/tools.ts'
import type { Snapshot } from '../../edge/snapshot.ts'
import type { KnownUser } from '../../policy/caller.ts'
import { effectiveTool } from '../../policy/effective-tool.ts'
import { explainOffer } from '../../policy/explain-offer.ts'
import { isCatalogueFull, isNewToolOffered } from '../../policy/tool-offer.ts'
import type { Setting } from '../../policy/tool-overrides.ts'
import { AdminProblem } from '../admin-problem.ts'

interface PageQuery {
  tool?: string | undefined
  cursor?: string | undefined
  limit: number
}

type ToolRows = ReadonlyMap<string, Pick<ToolRow, 'followsNewTools'>>

/**
 * Every tool that is configured or was seen, and those that rules name. `rows` are the policies of the server's tools.
 * Throws AdminProblem `bad_parameter`.
 */
export function pageOfTools(snapshot: Snapshot, rows: ToolRows, user: KnownUser | null, query: PageQuery) {
  const after = query.cursor === undefined ? '' : parseToolCursor(query.cursor)
  const names = query.tool === undefined ? knownTools(snapshot) : [query.tool]
  const found = names.filter((name) => name > after)
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  return {
    tools: page.map((name) => presentTool(snapshot, rows.get(name), user, name)),
    cursor: last !== undefined && found.length > query.limit ? base64url.encode(`t ${last}`) : null,
  }
}

function presentTool(
  { server, tools, governance }: Snapshot,
  row: Pick<ToolRow, 'followsNewTools'> | undefined,
  user: KnownUser | null,
  name: string,
) {
  const tool = tools.get(name)
  const { enabled, confirmation } = effectiveTool(governance, user, name, {
    enabled: tool ? tool.enabled : isNewToolOffered(server, undefined) && !isCatalogueFull(tools),
    confirmation: tool?.confirmation ?? false,
  })
  const isSet = row !== undefined && !row.followsNewTools
  const source = row ? ('tool' as const) : ('default' as const)
  return {
    name,
    enabled: presentSetting(enabled),
    confirmation: presentSetting(confirmation),
    requiredScopes: { value: [...(tool?.requiredScopes ?? [])], source },
    cost: { value: tool?.cost ?? 1, source },
    ...explainOffer(server, tool ?? { enabled: false, seenHash: null }, enabled, isSet),
  }
}

function presentSetting({ value, source, rule, target }: Setting) {
  return { value, source, ruleId: rule, target }
}

function knownTools({ tools, governance }: Snapshot): string[] {
  const names = new Set(tools.keys())
  for (const { tool } of governance.rules) if (tool !== null) names.add(tool)
  return [...names].toSorted()
}

function parseToolCursor(cursor: string): string {
  try {
    const text = new TextDecoder().decode(base64url.decode(cursor))
    if (text.startsWith('t ')) return text.slice(2)
  } catch {
    // Said below.
  }
  throw new AdminProblem('bad_parameter', 'The cursor is not one of this list.', {
    errors: [{ path: 'cursor', message: 'use the cursor of the page before, unchanged' }],
  })
}
