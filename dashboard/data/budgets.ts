// Budgets and what is spent of them (product.md §8).
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { Budget, BudgetSnapshot, budgetCreate, budgetUpdate } from '../../schema/api/budgets.ts'
import { allPages } from './all-pages.ts'
import { api } from './api.ts'

/** Where budgets and rate limits count: at one server, or at all servers of a Gateway. */
export type MeterPlace = { serverId: string } | { gatewayId: string }

export type NewBudget = z.input<typeof budgetCreate>
export type BudgetUpdate = z.input<typeof budgetUpdate>

const KEY = 'budgets'
const SNAPSHOTS_KEY = 'budget-snapshots'
const REFRESH_MS = 15_000

export function useBudgets(place: () => MeterPlace) {
  return useQuery(() => ({
    queryKey: [KEY, place()],
    queryFn: ({ signal }) =>
      allPages<{ budgets: Budget[]; cursor: string | null }, Budget>('/budgets', ({ budgets }) => budgets, {
        signal,
        query: place(),
      }),
  }))
}

/** What is spent now. */
export function useBudgetSnapshots(place: () => MeterPlace) {
  return useQuery(() => ({
    queryKey: [SNAPSHOTS_KEY, place()],
    queryFn: ({ signal }) =>
      allPages<{ snapshots: BudgetSnapshot[]; cursor: string | null }, BudgetSnapshot>(
        '/budget-snapshots',
        ({ snapshots }) => snapshots,
        { signal, query: place() },
      ),
    refetchInterval: REFRESH_MS,
  }))
}

export function loadBudget(id: string): Promise<Budget> {
  return api<Budget>(pathOf(id))
}

/** They throw what `api` throws. */
export function useBudgetWrites() {
  const client = useQueryClient()
  const refresh = <T>(answer: T): T => {
    for (const key of [KEY, SNAPSHOTS_KEY, 'alerts']) void client.invalidateQueries({ queryKey: [key] })
    return answer
  }
  return {
    create: async (budget: NewBudget) =>
      refresh(await api<Budget>('/budgets', { method: 'POST', body: budget })),
    update: async (id: string, change: BudgetUpdate, version: number) =>
      refresh(await api<Budget>(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })),
    remove: async ({ id, version }: Pick<Budget, 'id' | 'version'>) =>
      refresh(await api<null>(pathOf(id), { method: 'DELETE', ifMatch: version })),
  }
}

function pathOf(id: string): string {
  return `/budgets/${encodeURIComponent(id)}`
}
