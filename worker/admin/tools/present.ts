import type { ToolPolicyView } from '../../../schema/api/tools.ts'
import type { ToolRow } from '../../../schema/tables/tools.ts'

/** A tool without a row has the server's defaults and version 0. */
export function presentTool(serverId: string, name: string, row: ToolRow | undefined): ToolPolicyView {
  if (!row) {
    return {
      serverId,
      name,
      enabled: true,
      requiredScopes: [],
      timeoutMs: null,
      version: 0,
      updatedAt: null,
    }
  }
  const { enabled, requiredScopes, timeoutMs, version, updatedAt } = row
  return { serverId, name, enabled, requiredScopes, timeoutMs, version, updatedAt }
}
