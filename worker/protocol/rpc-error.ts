// JSON-RPC error objects as text. The id is spliced in as it was written (M2). Pure.

/** Codes that JSON-RPC 2.0 or MCP define. */
export const RPC = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  /** 2026-07-28, basic/index#error-codes */
  headerMismatch: -32020,
  /** 2025-11-25, client/elicitation#url-elicitation-required-error; no longer sent since 2026-07-28. */
  urlElicitationRequired: -32042,
  /** What SDK servers answer for a session that they do not know. */
  unknownSession: -32001,
} as const

/** `rawId` undefined stands for an id that is not known: `null` (JSON-RPC 2.0 §5). */
export function rpcErrorText(
  rawId: string | undefined,
  code: number,
  message: string,
  data?: Readonly<Record<string, unknown>>,
): string {
  const error = JSON.stringify(data ? { code, message, data } : { code, message })
  return `{"jsonrpc":"2.0","id":${rawId ?? 'null'},"error":${error}}`
}
