// A tool as the admin plane knows it: its policy and what the catalogue has seen of it.
import { and, asc, eq, getTableColumns, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { toolDefinitions, tools, type ToolDefinitionRow, type ToolRow } from '../../../schema/tables/tools.ts'
import type { ToolState } from '../../../schema/tables/tools.ts'
import type { Env } from '../../environment.ts'

export interface ToolRows {
  name: string
  policy: ToolRow | null
  seen: ToolDefinitionRow | null
}

export interface ToolFilter {
  name?: string
  state?: ToolState | undefined
  isConfigured?: boolean | undefined
  after?: string | undefined
  limit: number
}

/** By name. A tool may have either row alone. */
export async function selectTools(
  env: Pick<Env, 'DB'>,
  serverId: string,
  { name, state, isConfigured, after, limit }: ToolFilter,
): Promise<ToolRows[]> {
  const db = drizzle(env.DB)
  const names = db
    .select({ name: tools.name })
    .from(tools)
    .where(eq(tools.serverId, serverId))
    .union(
      db
        .select({ name: toolDefinitions.name })
        .from(toolDefinitions)
        .where(eq(toolDefinitions.serverId, serverId)),
    )
    .as('names')
  return db
    .select({
      name: names.name,
      policy: getTableColumns(tools),
      seen: getTableColumns(toolDefinitions),
    })
    .from(names)
    .leftJoin(tools, and(eq(tools.serverId, serverId), eq(tools.name, names.name)))
    .leftJoin(
      toolDefinitions,
      and(eq(toolDefinitions.serverId, serverId), eq(toolDefinitions.name, names.name)),
    )
    .where(
      and(
        name === undefined ? undefined : eq(names.name, name),
        after === undefined ? undefined : gt(names.name, after),
        state === undefined ? undefined : eq(toolDefinitions.state, state),
        isConfigured === undefined ? undefined : isConfigured ? isNotNull(tools.name) : isNull(tools.name),
      ),
    )
    .orderBy(asc(names.name))
    .limit(limit)
}

/** The rows of one tool, either of which may be missing. */
export async function findTool(
  env: Pick<Env, 'DB'>,
  serverId: string,
  name: string,
): Promise<{ policy: ToolRow | undefined; seen: ToolDefinitionRow | undefined }> {
  const [found] = await selectTools(env, serverId, { name, limit: 1 })
  return { policy: found?.policy ?? undefined, seen: found?.seen ?? undefined }
}

/** Of these tools, those that the catalogue has. */
export async function selectSeen(
  env: Pick<Env, 'DB'>,
  serverId: string,
  names: readonly string[],
): Promise<ToolDefinitionRow[]> {
  return drizzle(env.DB)
    .select()
    .from(toolDefinitions)
    .where(
      and(
        eq(toolDefinitions.serverId, serverId),
        inArray(toolDefinitions.name, sql`(SELECT value FROM json_each(${JSON.stringify(names)}))`),
      ),
    )
}
