// The exit of errors that nobody expected: a fixed sentence to the stranger, everything else to the log.
import { edgeError } from './json-response.ts'

/** `err.message` of an unknown error never leaves; the request id leads from the answer to the log. */
export function unknownErrorResponse(requestId: string): Response {
  return edgeError(
    500,
    'server_error',
    'Something went wrong here. The request id leads to the log.',
    requestId,
  )
}
