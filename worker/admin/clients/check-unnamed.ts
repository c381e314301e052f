// A client that agents name by its id stays: whoever made a client of that id afterwards would be that agent, proven.
import { sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { agents, clients } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { presentAgent } from '../agents/load.ts'

/** One client, or every client of a Gateway. */
export type RemovedClients = { id: string } | { gatewayId: string }

/** Throws AdminProblem `conflict` with the list of agents that name one of the clients. */
export async function checkUnnamed(env: Pick<Env, 'DB'>, removed: RemovedClients): Promise<void> {
  const rows = await drizzle(env.DB).select().from(agents).where(isNamed(removed)).orderBy(agents.id)
  if (rows.length === 0) return
  const errors = rows.map((row) => ({
    path: `agents.${row.id}.clientIds`,
    message: `the agent ${presentAgent({ id: row.id, row }).name} names it`,
  }))
  const what = 'id' in removed ? 'this client' : 'clients of this Gateway'
  throw new AdminProblem(
    'conflict',
    `Agents name ${what}: another client with that id would be taken for them. Take it out there first.`,
    { errors },
  )
}

/** For the guard of the write that removes them. */
export function isUnnamed(removed: RemovedClients): SQL {
  return sql`NOT EXISTS (SELECT 1 FROM ${agents} WHERE ${isNamed(removed)})`
}

function isNamed(removed: RemovedClients): SQL {
  const which =
    'id' in removed
      ? sql`value = ${removed.id}`
      : sql`value IN (SELECT ${clients.id} FROM ${clients} WHERE ${clients.gatewayId} = ${removed.gatewayId})`
  return sql`EXISTS (SELECT 1 FROM json_each(${agents.clientIds}) WHERE ${which})`
}
