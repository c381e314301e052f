// Reads a request body: bounded in size and time (M11, P9).
import {
  readDeclaredBody,
  readRequestBody,
  RequestBodyError,
  type RequestBodyFault,
} from '../http/read-request-body.ts'
import type { Patience } from '../runtime/patience.ts'
import type { McpErrorCode } from './errors.ts'
import { McpRefusal } from './refusal.ts'

const CODES: Readonly<Record<RequestBodyFault, McpErrorCode>> = {
  too_large: 'body_too_large',
  too_slow: 'body_timeout',
  incomplete: 'body_incomplete',
}

const BODY_MS = 30_000

/** Throws McpRefusal. */
export async function readBody(
  request: Request,
  bytesMax: number,
  patience: Patience,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const declared = request.headers.get('content-length')
    if (declared === null) return await readRequestBody(request, bytesMax, BODY_MS)
    // Under the one timer of the call.
    patience.allow(BODY_MS)
    return await readDeclaredBody(request, Number(declared), bytesMax, (work) => patience.race(work))
  } catch (error) {
    if (!(error instanceof RequestBodyError)) throw error
    const code = patience.isLate ? 'body_timeout' : CODES[error.fault]
    throw new McpRefusal(code, { detail: error.message, cause: error })
  }
}
