// What an administrator should look at.
import { useQuery } from '@tanstack/solid-query'
import type { Alert } from '../../schema/api/logs.ts'
import { api } from './api.ts'

const REFRESH_MS = 30_000

export function useAlerts(isEnabled: () => boolean) {
  return useQuery(() => ({
    queryKey: ['alerts'],
    queryFn: ({ signal }) => api<{ alerts: Alert[] }>('/alerts', { signal }),
    enabled: isEnabled(),
    refetchInterval: REFRESH_MS,
  }))
}
