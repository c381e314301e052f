// What pages read and write about Gateways.
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type {
  DiscoveryDraft,
  discoveryAnswer,
  Gateway,
  gatewayCreate,
  GatewayUpdate,
} from '../../schema/api/gateways.ts'
import type { RecipeView } from '../../schema/api/library.ts'
import { api } from './api.ts'

export const GATEWAYS_KEY = ['gateways'] as const

/** A new Gateway as the API takes it: only the name and the authorization server must be said. */
export type NewGateway = z.input<typeof gatewayCreate>
export type DiscoveryAnswer = z.infer<typeof discoveryAnswer>
export type Finding = DiscoveryAnswer['report']['findings'][number]

export function useGateways(isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: GATEWAYS_KEY,
    queryFn: ({ signal }) => api<{ gateways: Gateway[] }>('/gateways', { signal }),
    enabled: isEnabled(),
  }))
}

export function useGateway(id: () => string) {
  return useQuery(() => ({
    queryKey: [...GATEWAYS_KEY, id()],
    queryFn: ({ signal }) => loadGateway(id(), signal),
  }))
}

export function loadGateway(id: string, signal?: AbortSignal): Promise<Gateway> {
  return api<Gateway>(pathOf(id), signal ? { signal } : {})
}

/** What Limen knows about common authorization servers. It changes with releases only. */
export function useRecipes(isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: ['recipes'],
    queryFn: ({ signal }) => api<{ recipes: RecipeView[] }>('/library/recipes', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isEnabled(),
  }))
}

/** Asks an authorization server what it is; nothing is saved. */
export function discoverDraft(
  draft: Pick<DiscoveryDraft, 'provider' | 'authorizationServerUrl'>,
  signal: AbortSignal,
): Promise<DiscoveryAnswer> {
  return api<DiscoveryAnswer>('/discover', { method: 'POST', body: draft, signal })
}

/** Each keeps what pages show true to what was saved. They throw what `api` throws. */
export function useGatewayWrites() {
  const client = useQueryClient()
  const keep = (saved: Gateway): Gateway => {
    client.setQueryData([...GATEWAYS_KEY, saved.id], saved)
    void client.invalidateQueries({ queryKey: GATEWAYS_KEY, exact: true })
    return saved
  }
  return {
    create: async (gateway: NewGateway) =>
      keep(await api<Gateway>('/gateways', { method: 'POST', body: gateway })),
    update: async (id: string, change: GatewayUpdate, version: number) =>
      keep(await api<Gateway>(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })),
    discover: async (id: string) => keep(await api<Gateway>(`${pathOf(id)}/discover`, { method: 'POST' })),
    /** Ends `needs_review`. */
    confirm: async (id: string, clientSecret: string | undefined, version: number) =>
      keep(
        await api<Gateway>(`${pathOf(id)}/confirm`, {
          method: 'POST',
          body: clientSecret === undefined ? {} : { clientSecret },
          ifMatch: version,
        }),
      ),
    async remove({ id, version }: Pick<Gateway, 'id' | 'version'>) {
      await api<null>(pathOf(id), { method: 'DELETE', ifMatch: version })
      void client.invalidateQueries({ queryKey: GATEWAYS_KEY, exact: true })
    },
  }
}

function pathOf(id: string): string {
  return `/gateways/${encodeURIComponent(id)}`
}
