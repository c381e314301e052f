// Reads a request body: bounded in size and time (M11, P9).
import { readRequestBody, RequestBodyError, type RequestBodyFault } from '../http/read-request-body.ts'
import type { McpErrorCode } from './errors.ts'
import { McpRefusal } from './refusal.ts'

const CODES: Readonly<Record<RequestBodyFault, McpErrorCode>> = {
  too_large: 'body_too_large',
  too_slow: 'body_timeout',
  incomplete: 'body_incomplete',
}

/** Throws McpRefusal. */
export async function readBody(request: Request, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readRequestBody(request, bytesMax)
  } catch (error) {
    if (!(error instanceof RequestBodyError)) throw error
    throw new McpRefusal(CODES[error.fault], { detail: error.message, cause: error })
  }
}
