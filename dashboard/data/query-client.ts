// One cache for what the pages read. What cannot succeed is not asked again.
import { QueryClient } from '@tanstack/solid-query'
import { ApiProblem, onNobody, onStale } from './api.ts'

/** Who is signed in; asked again when any other answer says that nobody is. */
export const SESSION_KEY = ['session'] as const

/** Its own question, and the sign-ins of Gateways, which say nothing of the deployment's. */
const OTHERS = /^\/session(?:\/connections(?:\/|$)|$)/

const RETRIES_MAX = 2

export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < RETRIES_MAX && isWorthAnotherTry(error),
      },
    },
  })
  onNobody((path) => {
    if (!OTHERS.test(path)) void client.invalidateQueries({ queryKey: SESSION_KEY })
  })
  // So that trying again begins with what stands there now.
  onStale(() => void client.invalidateQueries())
  return client
}

function isWorthAnotherTry(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.status >= 500
}
