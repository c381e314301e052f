// Which web origins may call an MCP endpoint from a browser (M8; 2026-07-28, streamable-http#security--endpoint). Pure.
import { AGENT_ORIGINS } from './predefined-agents.ts'

const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

/** `origin` is the header, null when absent: then no browser page of another site is behind the request. */
export function isAllowedOrigin(
  origin: string | null,
  own: readonly string[],
  perServer: readonly string[],
): boolean {
  if (origin === null) return true
  return (
    own.includes(origin) || perServer.includes(origin) || AGENT_ORIGINS.has(origin) || LOOPBACK.test(origin)
  )
}
