// From an HTTP request to the plain call that the Gateway's object understands. Only named headers get through, and
// nothing of the request's URL but its query (O1).
import type { OAuthCall } from '../gateway/authorization/contract.ts'
import { readRequestBody } from '../http/read-request-body.ts'

/** Forms, registrations and consents are small. */
const BODY_BYTES_MAX = 64 * 1024
const BODY_MS_MAX = 10_000

/** Who asks: what is known without reading the body. */
export type OAuthCaller = Pick<OAuthCall, 'requestId' | 'userAgent' | 'address'>

export function callerOf({ headers }: Request, requestId: string): OAuthCaller {
  return {
    requestId,
    userAgent: headers.get('user-agent'),
    // Set by Cloudflare and never by the client; absent only where nobody but the developer can connect.
    address: headers.get('cf-connecting-ip') ?? 'local',
  }
}

/** Reads the request. Throws RequestBodyError. */
export async function oauthCallOf(
  request: Request,
  issuerKey: string,
  requestId: string,
): Promise<OAuthCall> {
  const { headers } = request
  return {
    ...callerOf(request, requestId),
    issuerKey,
    query: new URL(request.url).search.slice(1),
    body: await readText(request),
    contentType: headers.get('content-type'),
    authorization: headers.get('authorization'),
    cookie: headers.get('cookie'),
    origin: headers.get('origin'),
    secFetchSite: headers.get('sec-fetch-site'),
  }
}

async function readText(request: Request): Promise<string> {
  return new TextDecoder().decode(await readRequestBody(request, BODY_BYTES_MAX, BODY_MS_MAX))
}
