// What pages read and write about groups of users.
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { Group, groupCreate, groupList, groupUpdate } from '../../schema/api/groups.ts'
import { allPages } from './all-pages.ts'
import { api } from './api.ts'

export const GROUPS_KEY = ['groups'] as const

type GroupPage = z.infer<typeof groupList>
export type GroupSummary = GroupPage['groups'][number]
export type GroupMember = Group['members'][number]

/** All of them, without their members. */
export function useGroups(isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: GROUPS_KEY,
    queryFn: ({ signal }) => allPages<GroupPage, GroupSummary>('/groups', ({ groups }) => groups, { signal }),
    enabled: isEnabled(),
  }))
}

export function useGroup(id: () => string) {
  return useQuery(() => ({
    queryKey: [...GROUPS_KEY, id()],
    queryFn: ({ signal }) => loadGroup(id(), signal),
  }))
}

export function loadGroup(id: string, signal?: AbortSignal): Promise<Group> {
  return api<Group>(pathOf(id), signal ? { signal } : {})
}

/** They throw what `api` throws. */
export function useGroupWrites() {
  const client = useQueryClient()
  const keep = (saved: Group): Group => {
    client.setQueryData([...GROUPS_KEY, saved.id], saved)
    void client.invalidateQueries({ queryKey: GROUPS_KEY, exact: true })
    void client.invalidateQueries({ queryKey: ['effective-settings'] })
    return saved
  }
  return {
    create: async (group: z.input<typeof groupCreate>) =>
      keep(await api<Group>('/groups', { method: 'POST', body: group })),
    update: async (id: string, change: z.input<typeof groupUpdate>, version: number) =>
      keep(await api<Group>(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })),
    async remove({ id, version }: Pick<Group, 'id' | 'version'>) {
      await api(pathOf(id), { method: 'DELETE', ifMatch: version })
      client.removeQueries({ queryKey: [...GROUPS_KEY, id] })
      void client.invalidateQueries({ queryKey: GROUPS_KEY, exact: true })
    },
  }
}

function pathOf(id: string): string {
  return `/groups/${encodeURIComponent(id)}`
}
