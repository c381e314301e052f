// The token endpoint (O7, O8, O10, O11; RFC 6749 §3.2): form, client, grant type; then the grant itself.
import type { Issuer } from '../configuration/configuration.ts'
import { authenticateClient } from './clients/authenticate-client.ts'
import type { OAuthCall, WireAnswer } from './contract.ts'
import { answerExchange } from './exchange/answer-exchange.ts'
import { EXCHANGE_GRANT } from './exchange/exchange-form.ts'
import { readParameters } from './parameters.ts'
import type { AuthorizationParts } from './parts.ts'
import { recordRefusal } from './record-step.ts'
import { redeemCode } from './redeem-code.ts'
import { refreshTokens } from './refresh.ts'
import { WireRefusal } from './refusal.ts'
import { requireIssuer } from './require-issuer.ts'
import { checkForm, refuseWire } from './wire-call.ts'

const PARAMETERS = [
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'scope',
  'resource',
] as const

export type TokenForm = Readonly<Partial<Record<(typeof PARAMETERS)[number], string>>>

export async function answerToken(parts: AuthorizationParts, call: OAuthCall): Promise<WireAnswer> {
  const grantType = new URLSearchParams(call.body).get('grant_type')
  if (grantType === EXCHANGE_GRANT) return answerExchange(parts, call)
  const isRefresh = grantType === 'refresh_token'
  let issuer: Issuer | undefined
  try {
    issuer = await requireIssuer(parts, call.issuerKey)
    checkForm(call)
    const form: TokenForm = readParameters(call.body, PARAMETERS)
    const authenticated = await authenticateClient(
      parts.clients,
      parts.usedAssertions,
      issuer,
      call.authorization,
      form,
    )
    const answer = await answerGrant(parts, { call, issuer, authenticated, form })
    if (authenticated.client.registration === 'dynamic')
      renewRegistration(parts, issuer, authenticated.client.id)
    return answer
  } catch (error) {
    return refuseWire(error, (refusal, status) => {
      recordRefusal(parts, call, issuer, isRefresh ? 'refresh' : 'token', {
        status,
        ruleId: refusal.code,
        detail: refusal.message,
      })
    })
  }
}

/** Everything a grant is judged by. */
export interface TokenRequest {
  call: OAuthCall
  issuer: Issuer
  authenticated: Awaited<ReturnType<typeof authenticateClient>>
  form: TokenForm
}

/** The tokens are issued and durable: an outage of KV must not take the answer away from the client. */
function renewRegistration(parts: AuthorizationParts, issuer: Issuer, clientId: string): void {
  const renewed = parts.clients.dynamic.renew(issuer.key, clientId, Date.now())
  parts.waitUntil(
    renewed.catch((error: unknown) => {
      console.error(
        JSON.stringify({ level: 'error', message: 'a registration was not renewed', cause: String(error) }),
      )
    }),
  )
}

function answerGrant(parts: AuthorizationParts, request: TokenRequest): Promise<WireAnswer> {
  switch (request.form.grant_type) {
    case 'authorization_code':
      return redeemCode(parts, request)
    case 'refresh_token':
      return refreshTokens(parts, request)
    case undefined:
      // Without it the library would take a `token` parameter for a revocation.
      throw new WireRefusal('invalid_request', 'The grant_type is missing.')
    default:
      throw new WireRefusal('unsupported_grant_type', 'The grant_type is not supported.')
  }
}
