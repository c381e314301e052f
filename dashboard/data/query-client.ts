// One cache for what the pages read. What cannot succeed is not asked again.
import { QueryClient } from '@tanstack/solid-query'
import { ApiProblem } from './api.ts'

const RETRIES_MAX = 2

export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < RETRIES_MAX && isWorthAnotherTry(error),
        throwOnError(error) {
          if (error instanceof ApiProblem && error.status === 401) onSignedOut()
          return false
        },
      },
      mutations: {
        retry: false,
        onError(error) {
          if (error instanceof ApiProblem && error.status === 401) onSignedOut()
        },
      },
    },
  })
}

function isWorthAnotherTry(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.status >= 500
}
