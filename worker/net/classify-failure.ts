// What the platform's exception says about a failed request. Measured on workerd 2026-11-17 over loopback sockets;
// outbound.test.ts holds the table.
//
//   "Network connection lost."  refused, reset or closed at any moment, garbage, broken framing, with or without TLS
//   "internal error; …"         DNS, forbidden address, failed TLS handshake; but also TLS garbage after the request
//   "Gzip decompression failed" a body that is not what its encoding says
//
// So the words prove that nothing was processed only where there is no TLS: an "internal error" of a plain http
// target is DNS or a forbidden address. Everything else may have been processed (security.md §3, 8b).
import { OutboundError } from './outbound-error.ts'

/** Before the headers of the answer. `target` is named in the message without its path and query. */
export function classifyFailure(error: unknown, target: URL): OutboundError {
  if (error instanceof OutboundError) return error
  const text = error instanceof Error ? error.message : String(error)
  if (target.protocol === 'http:' && text.startsWith('internal error')) {
    return new OutboundError('unreachable', `${target.origin} cannot be reached`, { cause: error })
  }
  return new OutboundError('cut', `${target.origin} refused or ended the connection`, { cause: error })
}
