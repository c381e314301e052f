// Rate limits (product.md §8).
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { RateLimit, rateLimitCreate, rateLimitUpdate } from '../../schema/api/rate-limits.ts'
import { allPages } from './all-pages.ts'
import { api } from './api.ts'
import type { MeterPlace } from './budgets.ts'

export type NewRateLimit = z.input<typeof rateLimitCreate>
export type RateLimitUpdate = z.input<typeof rateLimitUpdate>

const KEY = 'rate-limits'

export function useRateLimits(place: () => MeterPlace) {
  return useQuery(() => ({
    queryKey: [KEY, place()],
    queryFn: ({ signal }) =>
      allPages<{ rateLimits: RateLimit[]; cursor: string | null }, RateLimit>(
        '/rate-limits',
        ({ rateLimits }) => rateLimits,
        { signal, query: place() },
      ),
  }))
}

export function loadRateLimit(id: string): Promise<RateLimit> {
  return api<RateLimit>(pathOf(id))
}

/** They throw what `api` throws. */
export function useRateLimitWrites() {
  const client = useQueryClient()
  const refresh = <T>(answer: T): T => {
    void client.invalidateQueries({ queryKey: [KEY] })
    return answer
  }
  return {
    create: async (limit: NewRateLimit) =>
      refresh(await api<RateLimit>('/rate-limits', { method: 'POST', body: limit })),
    update: async (id: string, change: RateLimitUpdate, version: number) =>
      refresh(await api<RateLimit>(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })),
    remove: async ({ id, version }: Pick<RateLimit, 'id' | 'version'>) =>
      refresh(await api<null>(pathOf(id), { method: 'DELETE', ifMatch: version })),
  }
}

function pathOf(id: string): string {
  return `/rate-limits/${encodeURIComponent(id)}`
}
