// A client that agents name by its id stays: whoever made a client of that id afterwards would be that agent, proven.
import { sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { agents } from '../../../schema/tables/agents.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { presentAgent } from '../agents/load.ts'

/** Throws AdminProblem `conflict` with the list of agents that name the client. */
export async function checkUnnamed(env: Pick<Env, 'DB'>, clientId: string): Promise<void> {
  const rows = await drizzle(env.DB).select().from(agents).where(isNamedBy(clientId)).orderBy(agents.id)
  if (rows.length === 0) return
  const errors = rows.map((row) => ({
    path: `agents.${row.id}.clientIds`,
    message: `the agent ${presentAgent({ id: row.id, row }).name} names it`,
  }))
  throw new AdminProblem(
    'conflict',
    'Agents name this client: another client with its id would be taken for them. Take it out there first.',
    { errors },
  )
}

/** For the guard of the write that removes the client. */
export function isUnnamed(clientId: string): SQL {
  return sql`NOT EXISTS (SELECT 1 FROM ${agents} WHERE ${isNamedBy(clientId)})`
}

function isNamedBy(clientId: string): SQL {
  return sql`EXISTS (SELECT 1 FROM json_each(${agents.clientIds}) WHERE value = ${clientId})`
}
