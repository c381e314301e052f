// With whose sign-in Limen lists the tools of an `oauth` server (product.md §6).
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type {
  ServiceConnection,
  serviceConnectionLink,
  serviceDisconnected,
} from '../../schema/api/service-connections.ts'
import { api } from './api.ts'

const KEY = 'service-connection'

/** Only `oauth` servers with a Gateway have one; asked again when one comes back from signing in. */
export function useServiceConnection(serverId: () => string, isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: [KEY, serverId()],
    queryFn: ({ signal }) => api<ServiceConnection>(pathOf(serverId()), { signal }),
    enabled: isEnabled(),
    staleTime: 0,
  }))
}

/** They throw what `api` throws. */
export function useServiceConnectionWrites() {
  const client = useQueryClient()
  return {
    /** A link for the browser of whoever connects, once, within ten minutes. */
    begin: (serverId: string) =>
      api<z.infer<typeof serviceConnectionLink>>(pathOf(serverId), { method: 'POST' }),
    async end(serverId: string) {
      const answer = await api<z.infer<typeof serviceDisconnected>>(pathOf(serverId), { method: 'DELETE' })
      void client.invalidateQueries({ queryKey: [KEY, serverId] })
      return answer
    },
  }
}

function pathOf(serverId: string): string {
  return `/servers/${encodeURIComponent(serverId)}/service-connection`
}
