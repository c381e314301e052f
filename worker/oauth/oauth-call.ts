// From an HTTP request to the plain call that the Gateway's object understands. Only named headers get through, and
// nothing of the request's URL but its query (O1).
import type { OAuthCall } from '../gateway/authorization/contract.ts'

/** Forms, registrations and consents are small. */
const BODY_BYTES_MAX = 64 * 1024

/** The body is larger than that. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError'
}

/** Reads the request. Throws BodyTooLargeError. */
export async function oauthCallOf(
  request: Request,
  issuerKey: string,
  requestId: string,
): Promise<OAuthCall> {
  const { headers } = request
  return {
    requestId,
    issuerKey,
    query: new URL(request.url).search.slice(1),
    body: await readBody(request),
    contentType: headers.get('content-type'),
    authorization: headers.get('authorization'),
    cookie: headers.get('cookie'),
    origin: headers.get('origin'),
    secFetchSite: headers.get('sec-fetch-site'),
    userAgent: headers.get('user-agent'),
    // Set by Cloudflare and never by the client; absent only where nobody but the developer can connect.
    address: headers.get('cf-connecting-ip') ?? 'local',
  }
}

async function readBody(request: Request): Promise<string> {
  if (!request.body) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of request.body) {
    bytes += chunk.byteLength
    if (bytes > BODY_BYTES_MAX) throw new BodyTooLargeError('the body is too large')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
