// Where the person is signed in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { OwnSession } from '../../schema/api/session.ts'
import { api, ApiProblem } from './api.ts'

const KEY = ['own-sessions'] as const

export function useOwnSessions() {
  return useQuery(() => ({
    queryKey: KEY,
    queryFn: ({ signal }) => api<{ sessions: OwnSession[] }>('/session/all', { signal }),
  }))
}

/** Ends these all; one that is gone already is as good as ended. Throws where one is left, and says how many. */
export function useEndSessions() {
  const client = useQueryClient()
  return useMutation(() => ({
    async mutationFn(ids: readonly string[]) {
      const ends = await Promise.allSettled(ids.map((id) => api(`/session/all/${id}`, { method: 'DELETE' })))
      const failed = ends.filter((end) => end.status === 'rejected').filter(({ reason }) => !isGone(reason))
      const [first] = failed
      if (!first) return ids.length
      if (ids.length === 1) throw first.reason
      throw new Error(`${failed.length} of ${ids.length} sessions did not end. Try again.`, {
        cause: first.reason,
      })
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  }))
}

function isGone(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 404
}
