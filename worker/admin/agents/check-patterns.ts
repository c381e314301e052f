// A client can be one agent only: what two agents would match is refused.
import { drizzle } from 'drizzle-orm/d1'
import type { FieldError } from '../../../schema/api/problem.ts'
import { agents, type AgentRow } from '../../../schema/tables/agents.ts'
import type { Env } from '../../environment.ts'
import { PREDEFINED_AGENTS } from '../../policy/predefined-agents.ts'
import { AdminProblem, summaryOf } from '../admin-problem.ts'

type Patterns = Pick<AgentRow, 'clientIds' | 'clientUrlPrefixes' | 'keywords'>

const FIELDS = ['clientIds', 'clientUrlPrefixes', 'keywords'] as const

/** Throws AdminProblem `conflict` beside each pattern that another agent, or the predefined part of this one, has. */
export async function checkPatterns(env: Pick<Env, 'DB'>, id: string, given: Patterns): Promise<void> {
  const rows = await drizzle(env.DB).select().from(agents)
  const others = [...PREDEFINED_AGENTS, ...rows.filter((row) => row.id !== id)]
  const errors = FIELDS.flatMap((field) =>
    given[field].flatMap((pattern, index): FieldError[] => {
      const other = others.find((agent) => agent[field].includes(pattern))
      return other
        ? [{ path: `${field}.${index}`, message: `"${pattern}" belongs to the agent ${other.id}` }]
        : []
    }),
  )
  if (errors.length > 0) throw new AdminProblem('conflict', summaryOf(errors), { errors })
}
