// Who may use a server, or every server of a Gateway: agents and users (product.md §6). No row: everybody may.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { UserEntry } from './groups.ts'

export const accessPolicies = sqliteTable('access_policies', {
  /** `rul_…`: what a refusal names. */
  id: text('id').primaryKey(),
  targetKind: text('target_kind', { enum: ['server', 'gateway'] }).notNull(),
  targetId: text('target_id').notNull().unique(),
  /** Agent id → allowed or not. An agent that is not in it has `otherAgents`. */
  agents: text('agents', { mode: 'json' }).$type<Record<string, boolean>>().notNull(),
  otherAgents: integer('other_agents', { mode: 'boolean' }).notNull().default(true),
  unrecognised: integer('unrecognised', { mode: 'boolean' }).notNull().default(true),
  deniedUsers: text('denied_users', { mode: 'json' }).$type<UserEntry[]>().notNull(),
  allowedUsers: text('allowed_users', { mode: 'json' }).$type<UserEntry[]>().notNull(),
  deniedGroups: text('denied_groups', { mode: 'json' }).$type<string[]>().notNull(),
  /** Null: not set. An empty list is set, and has no member. */
  allowedGroups: text('allowed_groups', { mode: 'json' }).$type<string[]>(),
  version: integer('version').notNull().default(1),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

export type AccessPolicyRow = typeof accessPolicies.$inferSelect
