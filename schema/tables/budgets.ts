// How much may be spent in a window (product.md §8). What was spent stands in the MeterObject.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { meteredScope } from './metered-scope.ts'

export const budgets = sqliteTable(
  'budgets',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    ...meteredScope(),
    amount: integer('amount').notNull(),
    unit: text('unit', { enum: ['calls', 'cost'] }).notNull(),
    /** Windows begin at full minutes, hours, days and months of UTC. */
    window: text('window', { enum: ['minute', 'hour', 'day', 'month'] }).notNull(),
    enforcement: text('enforcement', { enum: ['block', 'warn'] }).notNull(),
    enabled: integer('enabled', { mode: 'boolean' }).notNull().default(true),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('budgets_by_time').on(table.createdAt),
    index('budgets_by_server').on(table.serverId),
    index('budgets_by_gateway').on(table.gatewayId),
  ],
)

export type BudgetRow = typeof budgets.$inferSelect
