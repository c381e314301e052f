// Keys of programs at the admin API: a chosen set of permissions, never more than their maker has (product.md §6).
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Permission } from '../api/permissions.ts'

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** SHA-256 of the key, base64url. */
    tokenHash: text('token_hash').notNull(),
    /** Its last four characters, to tell keys apart. */
    hint: text('hint').notNull(),
    permissions: text('permissions', { mode: 'json' }).$type<Permission[]>().notNull(),
    /** The member whose rights bound this key, also through a key that made it; null for the bootstrap secret's. */
    memberId: text('member_id'),
    createdByKind: text('created_by_kind', { enum: ['bootstrap', 'member', 'api_key'] }).notNull(),
    createdById: text('created_by_id'),
    createdByName: text('created_by_name').notNull(),
    createdAt: integer('created_at').notNull(),
    /** Null: no end. */
    expiresAt: integer('expires_at'),
    /** To five minutes: it is not written with each request. */
    lastUsedAt: integer('last_used_at'),
    revokedAt: integer('revoked_at'),
  },
  (table) => [
    uniqueIndex('api_keys_by_token').on(table.tokenHash),
    index('api_keys_by_time').on(table.createdAt),
    index('api_keys_by_member').on(table.memberId),
  ],
)

export type ApiKeyRow = typeof apiKeys.$inferSelect
