// Where the person is signed in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { OwnSession } from '../../schema/api/session.ts'
import { api } from './api.ts'

const KEY = ['own-sessions'] as const

export function useOwnSessions() {
  return useQuery(() => ({
    queryKey: KEY,
    queryFn: ({ signal }) => api<{ sessions: OwnSession[] }>('/session/all', { signal }),
  }))
}

/** Ends these, one after the other; one that is gone already is no failure of the others. */
export function useEndSessions() {
  const client = useQueryClient()
  return useMutation(() => ({
    async mutationFn(ids: readonly string[]) {
      const ends = await Promise.allSettled(ids.map((id) => api(`/session/all/${id}`, { method: 'DELETE' })))
      const failed = ends.find((end) => end.status === 'rejected')
      if (failed && ids.length === 1) throw failed.reason
      return ends.filter(({ status }) => status === 'fulfilled').length
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  }))
}
