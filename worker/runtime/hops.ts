// The hop header stops a request that went through Limen and comes back to it (S10).

export const HOP_HEADER = 'x-limen-hop'

/** Two deployments in a row are a set-up somebody may want; more are a loop. */
const HOPS_MAX = 2

/** How many gateways the request has passed, or undefined for a loop. A value that is no number counts as one. */
export function countHops(headers: Headers): number | undefined {
  const text = headers.get(HOP_HEADER)
  if (text === null) return 0
  const hops = /^\d$/.test(text) ? Number(text) : HOPS_MAX
  return hops < HOPS_MAX ? hops : undefined
}
