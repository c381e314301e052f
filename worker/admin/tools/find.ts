import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { z } from 'zod'
import { toolName } from '../../../schema/api/tools.ts'
import { tools, type ToolRow } from '../../../schema/tables/tools.ts'
import type { Env } from '../../environment.ts'

export const toolParams = z.object({ id: z.string().min(1).max(200), name: toolName })

export async function findTool(
  env: Pick<Env, 'DB'>,
  serverId: string,
  name: string,
): Promise<ToolRow | undefined> {
  const [row] = await drizzle(env.DB)
    .select()
    .from(tools)
    .where(and(eq(tools.serverId, serverId), eq(tools.name, name)))
  return row
}
