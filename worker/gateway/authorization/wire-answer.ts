// Answers of token, register and revoke (O11). The only place where an error code gets its status.
import type { WireAnswer } from './contract.ts'
import { WireRefusal, type WireErrorCode } from './refusal.ts'

const STATUS: Readonly<Record<WireErrorCode, number>> = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  invalid_scope: 400,
  invalid_target: 400,
  unsupported_grant_type: 400,
  access_denied: 403,
  invalid_redirect_uri: 400,
  invalid_client_metadata: 400,
  temporarily_unavailable: 503,
  too_many_requests: 429,
  server_error: 500,
}

export function wireAnswer(
  status: number,
  body: Record<string, unknown> | null,
  endedGrantId: string | null = null,
): WireAnswer {
  return { status, body, headers: {}, endedGrantId }
}

export function refusedAnswer(refusal: WireRefusal): WireAnswer {
  return {
    status: STATUS[refusal.code],
    body: { error: refusal.code, error_description: refusal.message },
    headers: refusal.headers,
    endedGrantId: null,
  }
}

/** The library's own refusal of a request that Limen had let through. */
export async function libraryRefusal(response: Response): Promise<WireRefusal> {
  const body = (await response.json().catch(() => ({}))) as { error?: string; error_description?: string }
  const code =
    body.error !== undefined && body.error in STATUS ? (body.error as WireErrorCode) : 'server_error'
  return new WireRefusal(code, body.error_description ?? 'The request was refused.')
}
