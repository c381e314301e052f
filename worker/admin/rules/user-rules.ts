// Rules about users need a server that knows them: passthrough without verification does not (M13).
import { count, eq, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { accessPolicies, rules, type AccessPolicyRow, type ServerRow } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import type { Target } from './load-target.ts'

type AuthSettings = Pick<ServerRow, 'authMode' | 'passthrough'>

const WHY =
  'this server passes the tokens of others through without verifying them, so nobody knows its users; set passthrough.verification first'

export function knowsUsers({ authMode, passthrough }: AuthSettings): boolean {
  return authMode !== 'passthrough' || (passthrough?.verification ?? null) !== null
}

/** Throws AdminProblem `conflict` beside the field. */
export function checkKnowsUsers({ server }: Target, field: string): void {
  if (server === null || knowsUsers(server)) return
  throw new AdminProblem('conflict', `${field}: ${WHY}.`, { errors: [{ path: field, message: WHY }] })
}

/** The same at the moment of writing. */
export function knowsUsersGuard({ server }: Target): SQL {
  if (server === null) return sql`TRUE`
  return sql`NOT EXISTS (SELECT 1 FROM servers WHERE id = ${server.id} AND auth_mode = 'passthrough'
    AND json_extract(passthrough, '$.verification') IS NULL)`
}

/** The first list that names a user or a group; undefined: none does. */
export function findUserField(
  lists: Pick<AccessPolicyRow, 'deniedUsers' | 'allowedUsers' | 'deniedGroups' | 'allowedGroups'>,
): string | undefined {
  if (lists.deniedUsers.length > 0) return 'deniedUsers'
  if (lists.allowedUsers.length > 0) return 'allowedUsers'
  if (lists.deniedGroups.length > 0) return 'deniedGroups'
  return lists.allowedGroups === null ? undefined : 'allowedGroups'
}

/** No rule and no list of this server is about users; for the moment at which one stops knowing them is written. */
export function noUserRulesGuard(server: Pick<ServerRow, 'id'> & AuthSettings): SQL {
  if (knowsUsers(server)) return sql`TRUE`
  return sql`NOT EXISTS (SELECT 1 FROM rules WHERE target_id = ${server.id})
    AND NOT EXISTS (SELECT 1 FROM access_policies WHERE target_id = ${server.id}
      AND (denied_users <> '[]' OR allowed_users <> '[]' OR denied_groups <> '[]' OR allowed_groups IS NOT NULL))`
}

/**
 * A server that stops knowing its users must have no rules about them. Throws AdminProblem `conflict` with the list of
 * what stands in the way.
 */
export async function checkNoUserRules(
  env: Pick<Env, 'DB'>,
  serverId: string,
  after: AuthSettings,
): Promise<void> {
  if (knowsUsers(after)) return
  const db = drizzle(env.DB)
  const [policies, counted] = await db.batch([
    db.select().from(accessPolicies).where(eq(accessPolicies.targetId, serverId)),
    db.select({ rules: count() }).from(rules).where(eq(rules.targetId, serverId)),
  ])
  const policy = policies[0]
  const ofRules = counted[0]?.rules ?? 0
  const errors = [
    ...(policy && findUserField(policy) !== undefined
      ? [{ path: 'authMode', message: 'the access lists of this server name users or groups; empty them' }]
      : []),
    ...(ofRules > 0
      ? [
          {
            path: 'authMode',
            message: `${ofRules} rules for groups or users hold at this server; delete them`,
          },
        ]
      : []),
  ]
  if (errors.length === 0) return
  throw new AdminProblem(
    'conflict',
    'Without verification of the tokens nobody knows the users that rules of this server are about.',
    { errors },
  )
}
