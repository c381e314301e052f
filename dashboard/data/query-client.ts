// One cache for what the pages read. What cannot succeed is not asked again.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/solid-query'
import { ApiProblem } from './api.ts'

/** Who is signed in; asked again when any other answer says that nobody is. */
export const SESSION_KEY = ['session'] as const

const RETRIES_MAX = 2

export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== SESSION_KEY[0]) noteSignedOut(error)
      },
    }),
    mutationCache: new MutationCache({ onError: noteSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < RETRIES_MAX && isWorthAnotherTry(error),
      },
    },
  })
  return client

  function noteSignedOut(error: unknown): void {
    if (error instanceof ApiProblem && error.status === 401)
      void client.invalidateQueries({ queryKey: SESSION_KEY })
  }
}

function isWorthAnotherTry(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.status >= 500
}
