// What is set for each tool and what is seen of it, as one policy (product.md §6). Pure; once for each snapshot.
import type { ServerRow, ToolDefinitionRow, ToolRow } from '../../schema/tables/index.ts'
import type { ToolRisk } from '../../schema/tables/tools.ts'
import type { ToolPolicy } from '../edge/snapshot.ts'
import { isNewToolOffered } from '../policy/tool-offer.ts'

/** What a snapshot needs of a definition; the definition itself may be large. */
export type SeenTool = Pick<
  ToolDefinitionRow,
  'name' | 'state' | 'enabled' | 'hash' | 'risk' | 'seenHash' | 'seenRisk' | 'version' | 'firstSeenAt'
>

export function compileTools(
  server: Pick<ServerRow, 'newTools'>,
  rows: readonly ToolRow[],
  seen: readonly SeenTool[],
): Map<string, ToolPolicy> {
  const tools = new Map(seen.map((one) => [one.name, compileTool(server, undefined, one)]))
  const seenByName = new Map(seen.map((one) => [one.name, one]))
  for (const row of rows) tools.set(row.name, compileTool(server, row, seenByName.get(row.name)))
  return tools
}

export function compileTool(
  server: Pick<ServerRow, 'newTools'>,
  row: ToolRow | undefined,
  seen: Omit<SeenTool, 'name' | 'version' | 'firstSeenAt'> | undefined,
): ToolPolicy {
  return {
    enabled: isEnabled(server, row, seen),
    requiredScopes: row?.requiredScopes ?? [],
    timeoutMs: row?.timeoutMs ?? null,
    risk: row?.risk ?? (seen ? worse(seen.risk, seen.seenRisk) : 'destructive'),
    confirmation: row?.confirmation ?? false,
    cost: row?.cost ?? 1,
    state: seen?.state ?? null,
    hash: seen?.hash ?? null,
    seenHash: seen?.seenHash ?? null,
  }
}

function isEnabled(
  server: Pick<ServerRow, 'newTools'>,
  row: ToolRow | undefined,
  seen: Pick<SeenTool, 'enabled'> | undefined,
): boolean {
  if (row && !row.followsNewTools) return row.enabled
  return seen?.enabled ?? isNewToolOffered(server, undefined)
}

const ORDER: readonly ToolRisk[] = ['read', 'write', 'destructive']

/** A change that is not approved yet may only raise the risk. */
function worse(pinned: ToolRisk, seen: ToolRisk | null): ToolRisk {
  return seen !== null && ORDER.indexOf(seen) > ORDER.indexOf(pinned) ? seen : pinned
}
