// How fast calls may come (product.md §8). The buckets stand in the MeterObject.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { meteredScope } from './metered-scope.ts'

export const rateLimits = sqliteTable(
  'rate_limits',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    ...meteredScope(),
    /** Calls in each `per`, in the long run. */
    calls: integer('calls').notNull(),
    per: text('per', { enum: ['second', 'minute'] }).notNull(),
    /** Calls that may come at once after a pause. */
    burst: integer('burst').notNull(),
    enabled: integer('enabled', { mode: 'boolean' }).notNull().default(true),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('rate_limits_by_time').on(table.createdAt),
    index('rate_limits_by_server').on(table.serverId),
    index('rate_limits_by_gateway').on(table.gatewayId),
  ],
)

export type RateLimitRow = typeof rateLimits.$inferSelect
