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

/** Whether Cloudflare Access let this person in, and this deployment does not take its word. */
export function isRefusedAssertion(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.type === 'urn:limen:problem:assertion_refused'
}

/** Whether the API said that nobody is signed in (any more). */
export function isNobody(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401
}
