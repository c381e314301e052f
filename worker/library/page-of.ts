// One page of a list that is kept in memory; the position is the id of the last entry shown. Pure.
import { base64url } from 'jose'

export interface Page<T> {
  items: T[]
  cursor: string | null
}

/** Undefined where the cursor is not one of this list. An entry that is gone is no reason to start again. */
export function pageOf<T extends { id: string }>(
  sorted: readonly T[],
  all: readonly T[],
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Page<T> | undefined {
  const rankOf = new Map(all.map(({ id }, rank) => [id, rank]))
  let after = -1
  if (cursor !== undefined) {
    const rank = rankOf.get(decoded(cursor))
    if (rank === undefined) return undefined
    after = rank
  }
  const rest = sorted.filter(({ id }) => (rankOf.get(id) ?? -1) > after)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return { items, cursor: last && rest.length > limit ? base64url.encode(last.id) : null }
}

function decoded(cursor: string): string {
  try {
    return new TextDecoder().decode(base64url.decode(cursor))
  } catch {
    return ''
  }
}
