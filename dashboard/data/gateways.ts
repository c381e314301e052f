// What pages read about Gateways.
import { useQuery } from '@tanstack/solid-query'
import type { Gateway } from '../../schema/api/gateways.ts'
import { api } from './api.ts'

export function useGateways(isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: ['gateways'],
    queryFn: ({ signal }) => api<{ gateways: Gateway[] }>('/gateways', { signal }),
    enabled: isEnabled(),
  }))
}
