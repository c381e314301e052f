// Partial overrides for a group or a user (product.md §6): what is null is inherited.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { UserEntry } from './groups.ts'

export const rules = sqliteTable(
  'rules',
  {
    id: text('id').primaryKey(),
    targetKind: text('target_kind', { enum: ['server', 'gateway'] }).notNull(),
    targetId: text('target_id').notNull(),
    /** Exactly one of `groupId` and `user` is set. */
    groupId: text('group_id'),
    user: text('user', { mode: 'json' }).$type<UserEntry>(),
    /** Null: every tool. */
    tool: text('tool'),
    toolEnabled: integer('tool_enabled', { mode: 'boolean' }),
    /** The user must approve each call. */
    confirmation: integer('confirmation', { mode: 'boolean' }),
    /** Kept for the guardrails; nothing reads or writes it yet. */
    guardrailAction: text('guardrail_action', { enum: ['allow', 'monitor', 'redact', 'partial', 'block'] }),
    /** A rule can be switched off without being deleted. */
    active: integer('active', { mode: 'boolean' }).notNull().default(true),
    note: text('note').notNull().default(''),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('rules_by_target').on(table.targetId),
    index('rules_by_group').on(table.groupId),
    index('rules_by_time').on(table.createdAt),
  ],
)

export type RuleRow = typeof rules.$inferSelect
