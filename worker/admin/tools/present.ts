import type { ToolDetail, ToolPolicyView } from '../../../schema/api/tools.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import type { ToolDefinitionRow, ToolRow } from '../../../schema/tables/tools.ts'
import { compileTool } from '../../catalog/compile-tools.ts'
import { decideOffer } from '../../policy/tool-offer.ts'
import { isMembers } from '../../protocol/message.ts'
import { jsonDifferences } from '../../protocol/json-differences.ts'

/** Either row may be missing; a tool without a policy has the server's defaults and version 0. */
export interface KnownToolRows {
  policy: ToolRow | null | undefined
  seen: ToolDefinitionRow | null | undefined
}

const DIFFERENCES_MAX = 200
const DESCRIPTION_MAX = 2_000

type ServerRules = Pick<ServerRow, 'id' | 'newTools' | 'changedTools'>

export function presentTool(server: ServerRules, name: string, rows: KnownToolRows): ToolPolicyView {
  const policy = rows.policy ?? undefined
  const seen = rows.seen ?? undefined
  const { enabled, risk, seenHash } = compileTool(server, policy, seen)
  return {
    serverId: server.id,
    name,
    enabled: policy && !policy.followsNewTools ? policy.enabled : null,
    requiredScopes: policy?.requiredScopes ?? [],
    timeoutMs: policy?.timeoutMs ?? null,
    risk: policy?.risk ?? null,
    confirmation: policy?.confirmation ?? false,
    cost: policy?.cost ?? 1,
    version: policy?.version ?? 0,
    updatedAt: policy?.updatedAt ?? null,
    effective: { enabled, risk, offer: decideOffer(server, { enabled, seenHash }) },
    catalogue: seen ? presentSeen(seen) : null,
  }
}

export function presentDetail(server: ServerRules, name: string, rows: KnownToolRows): ToolDetail {
  const { seen } = rows
  const pinned = parseDefinition(seen?.definition)
  const isOther = seen?.state === 'changed' && seen.seenHash !== seen.hash
  const changed = isOther ? parseDefinition(seen.seenDefinition) : undefined
  return {
    ...presentTool(server, name, rows),
    definition: pinned,
    change:
      changed === undefined
        ? null
        : {
            before: pinned,
            after: changed,
            differences: pinned && changed ? jsonDifferences(pinned, changed, DIFFERENCES_MAX) : [],
          },
  }
}

function presentSeen(seen: ToolDefinitionRow): NonNullable<ToolPolicyView['catalogue']> {
  const definition = parseDefinition(seen.definition) ?? {}
  const { state, hash, seenHash, firstSeenAt, lastSeenAt, changedAt, approvedAt, removedAt } = seen
  return {
    state,
    title: textOf(definition['title']) ?? null,
    description: (textOf(definition['description']) ?? '').slice(0, DESCRIPTION_MAX),
    hash,
    seenHash,
    firstSeenAt,
    lastSeenAt,
    changedAt,
    approvedAt,
    removedAt,
  }
}

/** Null where it was too large to be kept. */
function parseDefinition(text: string | null | undefined): Readonly<Record<string, unknown>> | null {
  if (!text) return null
  const value: unknown = JSON.parse(text)
  return isMembers(value) ? value : null
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
