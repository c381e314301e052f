// The write that every change of agents or access lists ends with: the row of the target is made or replaced.
import { and, eq, sql, type SQL } from 'drizzle-orm'
import { accessPolicies, type AccessPolicyRow } from '../../../schema/tables/index.ts'
import { randomId } from '../../crypto/random-id.ts'
import type { Env } from '../../environment.ts'
import { commitWrite } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import type { Target } from './load-target.ts'

/** What admins decide; the rest of a row is set here. */
export type PolicyFields = Omit<
  AccessPolicyRow,
  'id' | 'targetKind' | 'targetId' | 'version' | 'createdAt' | 'updatedAt'
>

/** Everybody may. */
export const OPEN_POLICY: PolicyFields = {
  agents: {},
  otherAgents: true,
  unrecognised: true,
  deniedUsers: [],
  allowedUsers: [],
  deniedGroups: [],
  allowedGroups: null,
}

export interface PolicySave {
  actor: Actor
  requestId: string
  /** For example `server.agents_changed`. */
  action: string
  target: Target
  before: AccessPolicyRow | undefined
  change: Partial<PolicyFields>
  /** What must hold besides. */
  guard?: SQL
}

/** Throws GuardFailed when somebody else saved meanwhile, or what is named is gone. */
export async function savePolicy(env: Env, save: PolicySave): Promise<AccessPolicyRow> {
  const { target, before } = save
  const at = Date.now()
  const row: AccessPolicyRow = {
    ...(before ?? { ...OPEN_POLICY, id: randomId('rul'), targetKind: target.kind, targetId: target.id }),
    ...save.change,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  }
  const { id, createdAt: _born, ...set } = row
  const isOurs = eq(accessPolicies.targetId, target.id)
  const isSame = before
    ? sql`EXISTS (SELECT 1 FROM access_policies WHERE ${and(isOurs, eq(accessPolicies.version, before.version))})`
    : sql`NOT EXISTS (SELECT 1 FROM access_policies WHERE ${isOurs})`
  await commitWrite(env, {
    actor: save.actor,
    requestId: save.requestId,
    at,
    action: save.action,
    resource: { kind: target.kind, id: target.id },
    before: before ? { ...before } : null,
    after: { ...row },
    guard: sql`${target.exists} AND ${isSame} AND ${save.guard ?? sql`TRUE`}`,
    changes: [
      before
        ? { update: accessPolicies, set, where: eq(accessPolicies.id, id) }
        : { insert: accessPolicies, row: { ...row } },
    ],
  })
  target.forget()
  return row
}
