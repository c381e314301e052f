// How this folder reaches the network and the clock: one bounded exchange (S10, security.md §3.5). Tests replace `send`.
import { outbound, readCapped, type OutboundOptions } from '../net/outbound.ts'

/** What the functions of this folder need from outside. */
export interface DownstreamIo {
  send: (url: string | URL, init: RequestInit, options: OutboundOptions) => Promise<Response>
  /** Milliseconds since 1970. */
  now: () => number
  /** Where the last good keys of a server are kept for other isolates. */
  kv?: KVNamespace
}

export const platformIo: DownstreamIo = { send: outbound, now: () => Date.now() }

/** The same with KV, for whoever verifies signatures: keys that another isolate has kept serve while their server is away. */
export function ioWith(kv: KVNamespace): DownstreamIo {
  return { send: (...request) => platformIo.send(...request), now: () => platformIo.now(), kv }
}

/** Which addresses may be spoken to; part of every profile. */
export interface TargetSettings {
  allowPrivateTargets: boolean
  ownOrigins: readonly string[]
}

/** One exchange takes at most this long, headers and body together (security.md §3.5). */
export const EXCHANGE_MS_MAX = 10_000
/** The server is there and cannot answer now: another try may succeed. */
export function isOutageStatus(status: number): boolean {
  return status >= 500 || status === 429
}

/** Answers of authorization servers are small; a larger one is refused (security.md §3.5). */
export const ANSWER_BYTES_MAX = 64 * 1024

/**
 * Sends a request to a configured target and reads the whole answer within the limits. A 3xx is an error. Throws
 * OutboundError. The answer is a Response whose body is already in memory.
 */
export async function exchange(
  url: string | URL,
  init: RequestInit,
  targets: TargetSettings,
  io: DownstreamIo,
  bytesMax = ANSWER_BYTES_MAX,
): Promise<Response> {
  const deadline = io.now() + EXCHANGE_MS_MAX
  const response = await io.send(url, init, {
    policy: 'configured',
    allowPrivateTargets: targets.allowPrivateTargets,
    ownOrigins: targets.ownOrigins,
    timeoutMs: EXCHANGE_MS_MAX,
  })
  const bytes = await readCapped(response, bytesMax, Math.max(1, deadline - io.now()))
  const hasNoBody = response.status === 204 || response.status === 205 || response.status === 304
  return new Response(hasNoBody ? null : bytes, { status: response.status, headers: response.headers })
}
