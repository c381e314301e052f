import type { McpErrorCode } from './errors.ts'

export interface RefusalDetails {
  /** The JSON-RPC id to echo, as it was written. */
  rawId?: string | undefined
  /** Replaces the table's message; safe for strangers. */
  message?: string | undefined
  /** The rule behind it; shown by its id and logged. */
  rule?: string | undefined
  /** For the log, never for strangers, never a secret. */
  detail?: string | undefined
  headers?: Readonly<Record<string, string>> | undefined
  /** Joins the error's data; safe for strangers. */
  data?: Readonly<Record<string, unknown>> | undefined
  cause?: unknown
}

/** Limen itself ends an MCP request. `code` says how, in the table of errors.ts. */
export class McpRefusal extends Error {
  override name = 'McpRefusal'
  readonly code: McpErrorCode
  readonly details: RefusalDetails

  constructor(code: McpErrorCode, details: RefusalDetails = {}) {
    super(code, { cause: details.cause })
    this.code = code
    this.details = details
  }

  /** The same with this id, where it has none of its own. */
  withRawId(rawId: string | undefined): McpRefusal {
    if (rawId === undefined || this.details.rawId !== undefined) return this
    return new McpRefusal(this.code, { ...this.details, rawId })
  }
}
