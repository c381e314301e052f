import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { ToolCatalog } from '../../../schema/api/tools.ts'
import { toolCatalogs, toolDefinitions } from '../../../schema/tables/tools.ts'
import type { Env } from '../../environment.ts'

/** How complete the catalogue of a server is; all zero and null where nothing was ever seen. */
export async function loadCatalog(env: Pick<Env, 'DB'>, serverId: string): Promise<ToolCatalog> {
  const db = drizzle(env.DB)
  const [[row], counted] = await db.batch([
    db.select().from(toolCatalogs).where(eq(toolCatalogs.serverId, serverId)),
    db
      .select({ state: toolDefinitions.state, count: sql<number>`count(*)` })
      .from(toolDefinitions)
      .where(eq(toolDefinitions.serverId, serverId))
      .groupBy(toolDefinitions.state),
  ])
  const countOf = (state: string) => counted.find((one) => one.state === state)?.count ?? 0
  return {
    serverId,
    completeAt: row?.completeAt ?? null,
    source: row?.source ?? null,
    triedAt: row?.triedAt ?? null,
    error: row?.error ?? null,
    counts: {
      new: countOf('new'),
      changed: countOf('changed'),
      approved: countOf('approved'),
      removed: countOf('removed'),
    },
  }
}
