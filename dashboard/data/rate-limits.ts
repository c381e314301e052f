// Rate limits (product.md §8).
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { RateLimit, rateLimitCreate, rateLimitUpdate } from '../../schema/api/rate-limits.ts'
import { allPages } from './all-pages.ts'
import { api } from './api.ts'
import type { MeterPlace } from './meter-place.ts'

export type NewRateLimit = z.input<typeof rateLimitCreate>
export type RateLimitUpdate = z.input<typeof rateLimitUpdate>

const KEY = 'rate-limits'

/** All of the deployment where no place is named. */
export function useRateLimits(place: () => MeterPlace | undefined) {
  return useQuery(() => ({
    queryKey: [KEY, 'list', place()],
    queryFn: ({ signal }) =>
      allPages<{ rateLimits: RateLimit[]; cursor: string | null }, RateLimit>(
        '/rate-limits',
        ({ rateLimits }) => rateLimits,
        { signal, query: { ...place() } },
      ),
  }))
}

export function useRateLimit(id: () => string | undefined) {
  return useQuery(() => ({
    queryKey: [KEY, id()],
    queryFn: ({ signal }) => loadRateLimit(id() ?? '', signal),
    enabled: id() !== undefined,
  }))
}

export function loadRateLimit(id: string, signal?: AbortSignal): Promise<RateLimit> {
  return api<RateLimit>(pathOf(id), signal ? { signal } : {})
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
    async update(id: string, change: RateLimitUpdate, version: number): Promise<RateLimit> {
      const saved = await api<RateLimit>(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })
      client.setQueryData([KEY, id], saved)
      return refresh(saved)
    },
    async remove({ id, version }: Pick<RateLimit, 'id' | 'version'>): Promise<void> {
      await api<null>(pathOf(id), { method: 'DELETE', ifMatch: version })
      client.removeQueries({ queryKey: [KEY, id] })
      refresh(null)
    },
  }
}

function pathOf(id: string): string {
  return `/rate-limits/${encodeURIComponent(id)}`
}
