// Who is signed in, as the API says.
import { useQuery } from '@tanstack/solid-query'
import type { Session } from '../../schema/api/session.ts'
import { api, ApiProblem } from './api.ts'
import { SESSION_KEY } from './query-client.ts'

export function useSessionQuery() {
  return useQuery(() => ({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => api<Session>('/session', { signal }),
    staleTime: 60_000,
  }))
}

/** Whether the API said that nobody is signed in (any more). */
export function isNobody(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401
}
