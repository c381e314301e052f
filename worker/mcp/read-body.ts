// Reads a request body: bounded in size and time (M11, P9).
import { readRequestBody, RequestBodyError, type RequestBodyFault } from '../http/read-request-body.ts'
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
    const declared = Number(request.headers.get('content-length') ?? Number.NaN)
    // HTTP ends the body at its declared length, so the platform may read it at once, under the call's one timer.
    if (declared <= bytesMax) return await readAtOnce(request, patience)
    return await readRequestBody(request, bytesMax, BODY_MS)
  } catch (error) {
    if (error instanceof McpRefusal || !(error instanceof RequestBodyError)) throw error
    throw new McpRefusal(CODES[error.fault], { detail: error.message, cause: error })
  }
}

async function readAtOnce(request: Request, patience: Patience): Promise<Uint8Array<ArrayBuffer>> {
  patience.allow(BODY_MS)
  try {
    return new Uint8Array(await patience.race(request.arrayBuffer()))
  } catch (cause) {
    throw new McpRefusal(patience.isLate ? 'body_timeout' : 'body_incomplete', { cause })
  }
}
