// Budgets on the admin wire, and what is spent of them (product.md §8).
import { z } from 'zod'
import { cursor, displayName, nextCursor, pageLimit, timestamp, version } from './common.ts'
import { meterScope, meterScopeKind } from './meter-scope.ts'
import { strictObject } from './strict-object.ts'

const amount = z
  .int('enter a whole number')
  .min(0, 'at least 0; 0 lets nothing through')
  .max(1_000_000_000, 'at most 1,000,000,000')
  .meta({ description: 'Calls or cost units in each window. 0 lets nothing through' })

const unit = z
  .enum(['calls', 'cost'])
  .meta({ description: '`cost` adds up what each tool costs (1 where nothing is set)' })

const budgetWindow = z
  .enum(['minute', 'hour', 'day', 'month'])
  .meta({ description: 'Begins at full minutes, hours, days and months of UTC' })

const enforcement = z.enum(['block', 'warn']).meta({
  description: '`warn` lets calls through once it is spent, marks them in the log and raises an alert',
})

export const budgetCreate = strictObject({
  name: displayName,
  scope: meterScope,
  amount,
  unit: unit.default('calls'),
  window: budgetWindow,
  enforcement: enforcement.default('block'),
  enabled: z.boolean().default(true),
}).meta({
  id: 'BudgetCreate',
  example: {
    name: 'Support Assistant, each day',
    scope: { kind: 'server', serverId: 'srv_AAECAwQFBgcICQoLDA0ODw' },
    amount: 10_000,
    unit: 'calls',
    window: 'day',
    enforcement: 'block',
  },
})

export const budgetUpdate = strictObject({
  name: displayName,
  amount,
  enforcement,
  enabled: z.boolean(),
})
  .partial()
  .meta({
    id: 'BudgetUpdate',
    description: 'What is counted stays as it is: for another scope, unit or window, make another budget',
    example: { amount: 20_000 },
  })

const budgetExample = {
  id: 'bud_AAECAwQFBgcICQoLDA0ODw',
  name: 'Support Assistant, each day',
  scope: { kind: 'server', serverId: 'srv_AAECAwQFBgcICQoLDA0ODw' },
  amount: 10_000,
  unit: 'calls',
  window: 'day',
  enforcement: 'block',
  enabled: true,
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
}

export const budget = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: meterScope,
    amount: z.int(),
    unit,
    window: budgetWindow,
    enforcement,
    enabled: z.boolean(),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Budget', example: budgetExample })

export const meterQuery = strictObject({
  scope: meterScopeKind.optional(),
  serverId: z.string().min(1).max(200).optional(),
  gatewayId: z.string().min(1).max(200).optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
})

export const budgetList = z
  .object({ budgets: z.array(budget), cursor: nextCursor })
  .meta({ id: 'BudgetList', example: { budgets: [budgetExample], cursor: null } })

const status = z.enum(['healthy', 'warning', 'blocked']).meta({
  description: '`warning` from 80 % on; `blocked` when nothing is left of a budget that blocks',
})

const spending = {
  spent: z.int().meta({ description: 'With what is reserved for calls on their way' }),
  leased: z.int().meta({
    description: 'Held by isolates for at most 5 s; given back or spent. Not in `spent`, not in `remaining`',
  }),
  remaining: z.int(),
  status,
}

export const budgetCounter = z
  .object({
    subject: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('shared') }),
        z.object({ kind: z.literal('user'), issuer: z.string(), subject: z.string() }),
        z.object({ kind: z.literal('email'), email: z.string() }),
        z.object({ kind: z.literal('token'), id: z.string() }),
        z.object({ kind: z.literal('nobody') }),
      ])
      .meta({
        description:
          'Whose counter: the one of the budget, a user’s (`default_user`), or that of the token or grant that claimed an identity; token `others`: what unverified tokens beyond the first 10,000 of a window share',
      }),
    ...spending,
  })
  .meta({ id: 'BudgetCounter' })

export const budgetSnapshot = z
  .object({
    budgetId: z.string(),
    amount: z.int(),
    unit,
    enforcement,
    enabled: z.boolean(),
    window: z.object({ kind: budgetWindow, startsAt: timestamp, endsAt: timestamp }),
    ...spending,
    counters: z.array(budgetCounter).meta({ description: 'Largest first, at most 100' }),
    counterCount: z.int().meta({ description: 'How many there are in this window' }),
  })
  .meta({
    id: 'BudgetSnapshot',
    description: 'The fields beside `counters` are those of the counter that has the least left',
    example: {
      budgetId: 'bud_AAECAwQFBgcICQoLDA0ODw',
      amount: 10_000,
      unit: 'calls',
      enforcement: 'block',
      enabled: true,
      window: { kind: 'day', startsAt: 1_790_035_200_000, endsAt: 1_790_121_600_000 },
      spent: 8_200,
      leased: 18,
      remaining: 1_782,
      status: 'warning',
      counters: [
        { subject: { kind: 'shared' }, spent: 8_200, leased: 18, remaining: 1_782, status: 'warning' },
      ],
      counterCount: 1,
    },
  })

export const budgetSnapshotList = z.object({ snapshots: z.array(budgetSnapshot), cursor: nextCursor }).meta({
  id: 'BudgetSnapshotList',
  example: {
    snapshots: [
      {
        budgetId: 'bud_AAECAwQFBgcICQoLDA0ODw',
        amount: 10_000,
        unit: 'calls',
        enforcement: 'block',
        enabled: true,
        window: { kind: 'day', startsAt: 1_790_035_200_000, endsAt: 1_790_121_600_000 },
        spent: 0,
        leased: 0,
        remaining: 10_000,
        status: 'healthy',
        counters: [],
        counterCount: 0,
      },
    ],
    cursor: null,
  },
})

export const budgetSnapshotQuery = strictObject({
  userIssuer: z.string().min(1).max(2_048).optional(),
  userSubject: z
    .string()
    .min(1)
    .max(512)
    .optional()
    .meta({ description: 'Together with `userIssuer`: the counter of this user only' }),
})

export type Budget = z.infer<typeof budget>
export type BudgetSnapshot = z.infer<typeof budgetSnapshot>
export type BudgetCounter = z.infer<typeof budgetCounter>
export type MeterQuery = z.infer<typeof meterQuery>
