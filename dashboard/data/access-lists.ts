// Who may use a server, or every server of a Gateway.
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { AccessLists, accessListsWrite } from '../../schema/api/rules.ts'
import { api } from './api.ts'
import type { AccessTarget } from './target-agents.ts'

export type AccessListsWrite = z.input<typeof accessListsWrite>

export function useAccessLists(target: () => AccessTarget, isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: ['access-lists', target().kind, target().id],
    queryFn: ({ signal }) => loadAccessLists(target(), signal),
    enabled: isEnabled(),
  }))
}

export function loadAccessLists(target: AccessTarget, signal?: AbortSignal): Promise<AccessLists> {
  return api<AccessLists>(pathOf(target), signal ? { signal } : {})
}

/** The first write has no version to start from. Rejects with what `api` throws. */
export function useAccessListsWrite() {
  const client = useQueryClient()
  return async (target: AccessTarget, lists: AccessListsWrite, version: number): Promise<AccessLists> => {
    const saved = await api<AccessLists>(pathOf(target), {
      method: 'PUT',
      body: lists,
      ...(version === 0 ? {} : { ifMatch: version }),
    })
    client.setQueryData(['access-lists', target.kind, target.id], saved)
    void client.invalidateQueries({ queryKey: ['target-agents', target.kind, target.id] })
    void client.invalidateQueries({ queryKey: ['effective-settings'] })
    return saved
  }
}

function pathOf({ kind, id }: AccessTarget): string {
  return `/${kind}s/${encodeURIComponent(id)}/access`
}
