// What this deployment is.
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Deployment } from '../../schema/api/deployment.ts'
import { api } from './api.ts'

const KEY = ['deployment'] as const

export function useDeployment() {
  return useQuery(() => ({
    queryKey: KEY,
    queryFn: ({ signal }) => api<Deployment>('/deployment', { signal }),
  }))
}

export function useReportLostKeys() {
  const client = useQueryClient()
  return useMutation(() => ({
    mutationFn: (keyIds: readonly string[]) =>
      api<{ keyIds: string[] }>('/master-keys/lost', { method: 'POST', body: { keyIds } }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  }))
}
