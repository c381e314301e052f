// Access tokens of servers without OAuth.
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type {
  accessTokenCreate,
  accessTokenList,
  accessTokenQuery,
  accessTokenRevoked,
  accessTokenWithSecret,
} from '../../schema/api/access-tokens.ts'
import type { userKeyList } from '../../schema/api/user-keys.ts'
import { api } from './api.ts'

export const ACCESS_TOKENS_KEY = ['access-tokens'] as const

export type AccessTokenPage = z.infer<typeof accessTokenList>
export type AccessTokenFilter = Omit<z.input<typeof accessTokenQuery>, 'cursor' | 'limit'>
export type NewAccessToken = z.input<typeof accessTokenCreate>
export type AccessTokenWithSecret = z.infer<typeof accessTokenWithSecret>
export type UserKeyPage = z.infer<typeof userKeyList>

/** Newest first. */
export function useAccessTokens(filter: () => AccessTokenFilter, isEnabled: () => boolean = () => true) {
  return useInfiniteQuery(() => ({
    queryKey: [...ACCESS_TOKENS_KEY, filter()],
    queryFn: ({ signal, pageParam }) =>
      api<AccessTokenPage>('/access-tokens', { signal, query: { ...filter(), cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: AccessTokenPage) => page.cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: isEnabled(),
  }))
}

export function useAccessTokenWrites() {
  const client = useQueryClient()
  const changed = () => void client.invalidateQueries({ queryKey: ACCESS_TOKENS_KEY })
  return {
    async create(body: NewAccessToken) {
      const made = await api<AccessTokenWithSecret>('/access-tokens', { method: 'POST', body })
      changed()
      return made
    },
    async revoke(id: string) {
      try {
        return await api<z.infer<typeof accessTokenRevoked>>(`/access-tokens/${encodeURIComponent(id)}`, {
          method: 'DELETE',
        })
      } finally {
        // A revocation that is only queued is out of the list too.
        changed()
      }
    },
  }
}

/** Which users have entered a key of their own at a server. */
export function useUserKeys(serverId: () => string) {
  return useInfiniteQuery(() => ({
    queryKey: ['user-keys', serverId()],
    queryFn: ({ signal, pageParam }) =>
      api<UserKeyPage>(`/servers/${encodeURIComponent(serverId())}/user-keys`, {
        signal,
        query: { cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: UserKeyPage) => page.cursor ?? undefined,
  }))
}
