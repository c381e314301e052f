// Agents: predefined ones from the code, with what this deployment adds to them, and custom ones.
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Agent } from '../../../schema/api/agents.ts'
import { agents, type AgentRow } from '../../../schema/tables/agents.ts'
import type { Env } from '../../environment.ts'
import { PREDEFINED_AGENTS } from '../../policy/predefined-agents.ts'
import { notFound } from '../admin-problem.ts'

/** The row is undefined for a predefined agent to which nothing was added. */
export interface FoundAgent {
  id: string
  row: AgentRow | undefined
}

/** Throws AdminProblem `not_found`. */
export async function loadAgent(env: Pick<Env, 'DB'>, id: string): Promise<FoundAgent> {
  const [row] = await drizzle(env.DB).select().from(agents).where(eq(agents.id, id))
  if (!row && !PREDEFINED_AGENTS.some((agent) => agent.id === id)) throw notFound('agent')
  return { id, row }
}

/** An agent as admins see it and as the audit keeps it. */
export function presentAgent({ id, row }: FoundAgent): Agent {
  const builtIn = PREDEFINED_AGENTS.find((agent) => agent.id === id)
  return {
    id,
    kind: builtIn ? 'predefined' : 'custom',
    name: builtIn?.name ?? row?.name ?? id,
    clientIds: row?.clientIds ?? [],
    clientUrlPrefixes: row?.clientUrlPrefixes ?? [],
    keywords: row?.keywords ?? [],
    builtIn: builtIn
      ? {
          clientIds: [...builtIn.clientIds],
          clientUrlPrefixes: [...builtIn.clientUrlPrefixes],
          keywords: [...builtIn.keywords],
        }
      : null,
    version: row?.version ?? 1,
    createdAt: row?.createdAt ?? null,
    updatedAt: row?.updatedAt ?? null,
  }
}

/** Id and name of every agent, predefined ones first, custom ones by name. */
export async function listAgentNames(env: Pick<Env, 'DB'>): Promise<{ id: string; name: string }[]> {
  const rows = await drizzle(env.DB)
    .select({ id: agents.id, name: agents.name })
    .from(agents)
    .orderBy(agents.name)
  const predefined = PREDEFINED_AGENTS.map(({ id, name }) => ({ id, name }))
  const custom = rows.filter(({ id }) => predefined.every((agent) => agent.id !== id))
  return [...predefined, ...custom.map(({ id, name }) => ({ id, name: name ?? id }))]
}
