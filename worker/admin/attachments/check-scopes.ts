// Gateway ⊇ attachment ⊇ tool (product.md §4). What is wider than what it stands on is refused when saved.
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { FieldError } from '../../../schema/api/problem.ts'
import { tools } from '../../../schema/tables/tools.ts'
import type { Env } from '../../environment.ts'
import { OFFLINE_ACCESS, offeredScopes } from '../../gateway/authorization/scopes.ts'
import { AdminProblem, invalidField, invalidFields, summaryOf } from '../admin-problem.ts'

/** Pure. Throws AdminProblem `validation` beside each scope that is not in the set. */
export function checkSubset(
  path: string,
  scopes: readonly string[],
  allowed: readonly string[],
  owner: string,
): void {
  const errors = scopes.flatMap((scope, index): FieldError[] =>
    allowed.includes(scope)
      ? []
      : [
          {
            path: `${path}.${index}`,
            message: `"${scope}" is not among the scopes of the ${owner}: ${allowed.join(' ') || '(none)'}`,
          },
        ],
  )
  if (errors.length > 0) throw invalidFields(errors)
}

/** Null: all of the Gateway's. Throws AdminProblem `validation`. */
export function checkAttachmentScopes(scopes: readonly string[] | null, gateway: { scopes: string[] }): void {
  if (scopes === null) return
  checkSubset('scopes', scopes, gateway.scopes, 'Gateway')
  if (offeredScopes({ scopes }, gateway).length === 0)
    throw invalidField(
      'scopes',
      `choose one besides "${OFFLINE_ACCESS}", which no client is asked to approve`,
    )
}

/** No tool of the server may require what its attachment would not have. Throws AdminProblem `conflict`. */
export async function checkToolsCovered(
  env: Pick<Env, 'DB'>,
  serverId: string,
  scopes: readonly string[],
): Promise<void> {
  const policies = await drizzle(env.DB).select().from(tools).where(eq(tools.serverId, serverId))
  const errors = policies.flatMap(({ name, requiredScopes }) =>
    requiredScopes
      .filter((scope) => !scopes.includes(scope))
      .map((scope) => ({
        path: 'scopes',
        message:
          scope === OFFLINE_ACCESS
            ? `the tool "${name}" requires "${scope}", which no token carries; take it off the tool`
            : `the tool "${name}" requires "${scope}"; add the scope or change the tool`,
      })),
  )
  if (errors.length > 0) throw new AdminProblem('conflict', summaryOf(errors), { errors })
}
