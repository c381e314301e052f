import type { UseQueryResult } from '@tanstack/solid-query'

/** What is there already; undefined until then. Data that is asked for too early takes the whole page away. */
export function readyData<T>(query: Pick<UseQueryResult<T>, 'isPending' | 'data'>): T | undefined {
  return query.isPending ? undefined : query.data
}
