// Budgets and what is spent of them (product.md §8).
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { Budget, BudgetSnapshot, budgetCreate, budgetUpdate } from '../../schema/api/budgets.ts'
import { allPages } from './all-pages.ts'
import { api } from './api.ts'
import type { MeterPlace } from './meter-place.ts'

export type NewBudget = z.input<typeof budgetCreate>
export type BudgetUpdate = z.input<typeof budgetUpdate>

const KEY = 'budgets'
const SNAPSHOTS_KEY = 'budget-snapshots'
const REFRESH_MS = 15_000

/** All of the deployment where no place is named. */
export function useBudgets(place: () => MeterPlace | undefined) {
  return useQuery(() => ({
    queryKey: [KEY, 'list', place()],
    queryFn: ({ signal }) =>
      allPages<{ budgets: Budget[]; cursor: string | null }, Budget>('/budgets', ({ budgets }) => budgets, {
        signal,
        query: { ...place() },
      }),
  }))
}

export function useBudget(id: () => string | undefined) {
  return useQuery(() => ({
    queryKey: [KEY, id()],
    queryFn: ({ signal }) => loadBudget(id() ?? '', signal),
    enabled: id() !== undefined,
  }))
}

/** What is spent now. */
export function useBudgetSnapshots(place: () => MeterPlace | undefined) {
  return useQuery(() => ({
    queryKey: [SNAPSHOTS_KEY, 'list', place()],
    queryFn: ({ signal }) =>
      allPages<{ snapshots: BudgetSnapshot[]; cursor: string | null }, BudgetSnapshot>(
        '/budget-snapshots',
        ({ snapshots }) => snapshots,
        { signal, query: { ...place() } },
      ),
    refetchInterval: REFRESH_MS,
  }))
}

export function useBudgetSnapshot(id: () => string | undefined) {
  return useQuery(() => ({
    queryKey: [SNAPSHOTS_KEY, id()],
    queryFn: ({ signal }) => api<BudgetSnapshot>(`${pathOf(id() ?? '')}/snapshot`, { signal }),
    enabled: id() !== undefined,
    refetchInterval: REFRESH_MS,
  }))
}

export function loadBudget(id: string, signal?: AbortSignal): Promise<Budget> {
  return api<Budget>(pathOf(id), signal ? { signal } : {})
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
    async update(id: string, change: BudgetUpdate, version: number): Promise<Budget> {
      const saved = await api<Budget>(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })
      client.setQueryData([KEY, id], saved)
      return refresh(saved)
    },
    async remove({ id, version }: Pick<Budget, 'id' | 'version'>): Promise<void> {
      await api<null>(pathOf(id), { method: 'DELETE', ifMatch: version })
      for (const key of [KEY, SNAPSHOTS_KEY]) client.removeQueries({ queryKey: [key, id] })
      refresh(null)
    },
  }
}

function pathOf(id: string): string {
  return `/budgets/${encodeURIComponent(id)}`
}
