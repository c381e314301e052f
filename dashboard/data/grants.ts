// What users allowed clients at one Gateway: reading it, ending it, and refusing users.
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { grantList, grantQuery, GrantRevocation, GrantsRevoked } from '../../schema/api/grants.ts'
import type { blockedUserList, userBlock } from '../../schema/api/users.ts'
import { api } from './api.ts'

export const GRANTS_KEY = ['grants'] as const

export type GrantPage = z.infer<typeof grantList>
export type Grant = GrantPage['grants'][number]
export type GrantFilter = Omit<z.input<typeof grantQuery>, 'cursor' | 'limit'>
export type BlockedUsers = z.infer<typeof blockedUserList>
export type UserBlock = z.infer<typeof userBlock>

const PAGE = 50

/** Newest first. */
export function useGrants(filter: () => GrantFilter, isEnabled: () => boolean = () => true) {
  return useInfiniteQuery(() => ({
    queryKey: [...GRANTS_KEY, filter()],
    queryFn: ({ signal, pageParam }) =>
      api<GrantPage>('/grants', { signal, query: { ...filter(), cursor: pageParam, limit: PAGE } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: GrantPage) => page.cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: isEnabled(),
  }))
}

export function useBlockedUsers(gatewayId: () => string, isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: ['blocked-users', gatewayId()],
    queryFn: ({ signal }) =>
      api<BlockedUsers>('/blocked-users', { signal, query: { gatewayId: gatewayId() } }),
    enabled: isEnabled(),
  }))
}

export function useGrantWrites() {
  const client = useQueryClient()
  const grantsChanged = () => void client.invalidateQueries({ queryKey: GRANTS_KEY })
  const usersChanged = () => void client.invalidateQueries({ queryKey: ['blocked-users'] })
  return {
    async revoke(which: GrantRevocation) {
      const ended = await api<GrantsRevoked>('/grants/revoke', { method: 'POST', body: which })
      grantsChanged()
      return ended
    },
    async blockUser(user: UserBlock) {
      const ended = await api<GrantsRevoked>('/users/block', { method: 'POST', body: user })
      grantsChanged()
      usersChanged()
      return ended
    },
    async unblockUser(user: UserBlock) {
      await api('/users/unblock', { method: 'POST', body: user })
      usersChanged()
    },
  }
}
