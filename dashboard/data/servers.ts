// What pages read about servers.
import { useQuery } from '@tanstack/solid-query'
import type { Server } from '../../schema/api/servers.ts'
import { api } from './api.ts'

export function useServers(isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: ['servers'],
    queryFn: ({ signal }) => api<{ servers: Server[] }>('/servers', { signal }),
    enabled: isEnabled(),
  }))
}
