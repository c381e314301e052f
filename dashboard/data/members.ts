// People who may use the dashboard.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Member } from '../../schema/api/members.ts'
import type { Role } from '../../schema/api/permissions.ts'
import { api } from './api.ts'

const KEY = ['members'] as const

interface MemberPage {
  members: Member[]
  cursor: string | null
}

export function useMembers() {
  return useInfiniteQuery(() => ({
    queryKey: [...KEY, 'list'],
    queryFn: ({ pageParam, signal }) =>
      api<MemberPage>('/members', { query: { cursor: pageParam, limit: 100 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  }))
}

export function useMember(id: () => string) {
  return useQuery(() => ({
    queryKey: [...KEY, id()],
    queryFn: ({ signal }) => loadMember(id(), signal),
  }))
}

export function loadMember(id: string, signal?: AbortSignal): Promise<Member> {
  return api<Member>(`/members/${encodeURIComponent(id)}`, signal ? { signal } : {})
}

/** Whether there is exactly one Owner, who must stay one. */
export function useHasLastOwner() {
  return useQuery(() => ({
    queryKey: [...KEY, 'owners'],
    queryFn: async ({ signal }) => {
      const { members } = await api<MemberPage>('/members', { query: { role: 'owner', limit: 2 }, signal })
      return { isLast: members.length === 1 }
    },
  }))
}

export function changeRole(id: string, role: Role, version: number | undefined): Promise<Member> {
  return api<Member>(`/members/${id}`, {
    method: 'PATCH',
    body: { role },
    ...(version === undefined ? {} : { ifMatch: version }),
  })
}

/** After a member changed by another way than a mutation of this file. */
export function useMembersChanged(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: KEY })
}

export function useRemoveMember() {
  const client = useQueryClient()
  return useMutation(() => ({
    mutationFn: (member: Member) =>
      api<{ apiKeysRevoked: number }>(`/members/${member.id}`, { method: 'DELETE', ifMatch: member.version }),
    onSuccess: () => {
      // Their keys and the invitations that they left open ended with them.
      for (const queryKey of [[...KEY, 'list'], [...KEY, 'owners'], ['invitations'], ['api-keys']])
        void client.invalidateQueries({ queryKey })
    },
  }))
}

export function useEndMemberSessions() {
  return useMutation(() => ({
    mutationFn: (member: Member) =>
      api<{ ended: number }>(`/members/${member.id}/sessions`, { method: 'DELETE' }),
  }))
}
