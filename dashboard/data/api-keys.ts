// Keys of programs at the admin API. A key is in the answer that made it, and nowhere else.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { ApiKey, ApiKeyCreate, apiKeyWithSecret } from '../../schema/api/api-keys.ts'
import { api } from './api.ts'

const KEY = ['api-keys'] as const

export type ApiKeyWithSecret = z.infer<typeof apiKeyWithSecret>
export type ApiKeyState = 'active' | 'all'

interface ApiKeyPage {
  apiKeys: ApiKey[]
  cursor: string | null
}

export function useApiKeys(state: () => ApiKeyState) {
  return useInfiniteQuery(() => ({
    queryKey: [...KEY, state()],
    queryFn: ({ pageParam, signal }) =>
      api<ApiKeyPage>('/api-keys', { query: { state: state(), cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  }))
}

/** After a key was made by a form. */
export function useApiKeysChanged(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: KEY })
}

export function createApiKey(input: ApiKeyCreate): Promise<ApiKeyWithSecret> {
  return api<ApiKeyWithSecret>('/api-keys', { method: 'POST', body: input })
}

export function useRevokeApiKey() {
  const client = useQueryClient()
  return useMutation(() => ({
    mutationFn: (id: string) => api<{ revoked: number }>(`/api-keys/${id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  }))
}
