// The governance of one server: its part of the one round trip to D1, and the rows as policy wants them.
import { and, eq, inArray, or, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import {
  accessPolicies,
  agents,
  groups,
  rules,
  type AccessPolicyRow,
  type AgentRow,
  type GroupMember,
  type RuleRow,
} from '../../schema/tables/index.ts'
import type { Governance, GroupSet } from '../policy/governance.ts'
import { keyOf } from '../policy/user-keys.ts'
import { stampOf } from './row-stamp.ts'

/** A group with its members unparsed: they are looked at when the group has changed only. */
interface GroupText {
  id: string
  version: number
  createdAt: number
  updatedAt: number
  members: string
}

export interface GovernanceRows {
  policies: AccessPolicyRow[]
  rules: RuleRow[]
  groups: GroupText[]
  agents: AgentRow[]
}

/** The statements, in the order of `governanceRows`. Both arguments are sub-selects of one id. */
export function governanceStatements(db: DrizzleD1Database, serverId: SQLWrapper, gatewayId: SQLWrapper) {
  const isOurs = (column: SQLWrapper): SQL => sql`(${column} IN ${serverId} OR ${column} IN ${gatewayId})`
  const policiesHere = isOurs(accessPolicies.targetId)
  const rulesHere = and(isOurs(rules.targetId), eq(rules.active, true)) ?? sql`FALSE`
  const named = (list: SQLWrapper): SQL =>
    sql`SELECT value FROM ${accessPolicies}, json_each(${list}) WHERE ${policiesHere}`
  return [
    // A server goes before its Gateway.
    db
      .select()
      .from(accessPolicies)
      .where(policiesHere)
      .orderBy(sql`${accessPolicies.targetKind} DESC`),
    db.select().from(rules).where(rulesHere).orderBy(rules.id),
    db
      .select({
        id: groups.id,
        version: groups.version,
        createdAt: groups.createdAt,
        updatedAt: groups.updatedAt,
        members: sql<string>`${groups.members}`,
      })
      .from(groups)
      .where(
        or(
          sql`${groups.id} IN (${named(accessPolicies.deniedGroups)})`,
          sql`${groups.id} IN (${named(accessPolicies.allowedGroups)})`,
          inArray(groups.id, db.select({ id: rules.groupId }).from(rules).where(rulesHere)),
        ),
      )
      .orderBy(groups.id),
    db.select().from(agents).orderBy(agents.id),
  ] as const
}

/** Changes whenever one of the rows does. */
export function governanceRevision({
  policies,
  rules: overrides,
  groups: sets,
  agents: known,
}: GovernanceRows) {
  return [...policies, ...overrides, ...sets, ...known].map((row) => `${row.id}.${stampOf(row)}`)
}

export function governanceOf(server: { acceptClaimed: boolean }, rows: GovernanceRows): Governance {
  return { ...rows, acceptClaimed: server.acceptClaimed, groups: rows.groups.map(groupSet) }
}

/** Groups are shared by many servers and change seldom. */
const SETS_MAX = 5_000
const sets = new Map<string, { stamp: string; set: GroupSet }>()

function groupSet(row: GroupText): GroupSet {
  const { id, members } = row
  const stamp = stampOf(row)
  const known = sets.get(id)
  if (known?.stamp === stamp) return known.set
  const set = { id, members: new Set((JSON.parse(members) as GroupMember[]).map(keyOf)) }
  if (sets.size >= SETS_MAX) sets.clear()
  sets.set(id, { stamp, set })
  return set
}
