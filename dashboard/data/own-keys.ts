// A person's own keys of upstreams, for servers without a Gateway. A key goes in and never comes out.
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { ownKeyList } from '../../schema/api/user-keys.ts'
import { api } from './api.ts'

const KEY = ['own-keys'] as const

export type OwnKeys = z.infer<typeof ownKeyList>
export type OwnKey = OwnKeys['servers'][number]

export function useOwnKeys() {
  return useQuery(() => ({
    queryKey: KEY,
    queryFn: ({ signal }) => api<OwnKeys>('/session/keys', { signal }),
  }))
}

export function saveOwnKey(serverId: string, key: string): Promise<unknown> {
  return api(`/session/keys/${encodeURIComponent(serverId)}`, { method: 'PUT', body: { key } })
}

export function useOwnKeysChanged(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: KEY })
}

export function useRemoveOwnKey() {
  const client = useQueryClient()
  return useMutation(() => ({
    mutationFn: (serverId: string) =>
      api<{ effectiveWithinSeconds: number }>(`/session/keys/${encodeURIComponent(serverId)}`, {
        method: 'DELETE',
      }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  }))
}
