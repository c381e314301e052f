// Where the key of an upstream stands in a request (product.md §3, mode `api_key`).
import type { UpstreamAuth } from '../../schema/tables/servers.ts'
import { withQueryParameter, type CheckedTarget } from '../net/target-policy.ts'

/** The header that carries a key, with its value; undefined where the key stands in the query. Names in lower case. */
export function keyHeader(
  { placement, name, prefix }: UpstreamAuth,
  key: string,
): readonly [name: string, value: string] | undefined {
  switch (placement) {
    case 'bearer':
      return ['authorization', `Bearer ${prefix}${key}`]
    case 'header':
      return [(name ?? '').toLowerCase(), `${prefix}${key}`]
    case 'query':
      return undefined
  }
}

/** Name of the header that only Limen may set; null where there is none. */
export function keyHeaderName(auth: UpstreamAuth | null): string | null {
  return auth === null ? null : (keyHeader(auth, '')?.[0] ?? null)
}

/** The address with the key in its query, where that is its place (P7: chosen with a warning). */
export function addressWithKey(
  address: CheckedTarget,
  auth: UpstreamAuth | null,
  key: string | null,
): CheckedTarget {
  if (auth?.placement !== 'query' || key === null) return address
  return withQueryParameter(address, auth.name ?? '', `${auth.prefix}${key}`)
}
