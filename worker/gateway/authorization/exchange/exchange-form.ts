// The parameters of a token exchange (RFC 8693 §2.1). Pure.
import { WireRefusal } from '../refusal.ts'
import { isResource } from '../resource.ts'

export const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token'
const JWT_TYPE = 'urn:ietf:params:oauth:token-type:jwt'

export const EXCHANGE_PARAMETERS = [
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'subject_token',
  'subject_token_type',
  'requested_token_type',
  'actor_token',
  'scope',
  'resource',
  'audience',
] as const

export type ExchangeForm = Readonly<Partial<Record<(typeof EXCHANGE_PARAMETERS)[number], string>>>

/** Answers the subject token. Throws WireRefusal. */
export function checkExchangeForm(form: ExchangeForm, resource: string): string {
  if (form.subject_token === undefined) throw invalid('The subject_token is missing.')
  if (form.subject_token_type !== ACCESS_TOKEN_TYPE && form.subject_token_type !== JWT_TYPE) {
    throw invalid(`The subject_token_type must be ${ACCESS_TOKEN_TYPE}.`)
  }
  if (form.requested_token_type !== undefined && form.requested_token_type !== ACCESS_TOKEN_TYPE) {
    throw invalid(`The requested_token_type must be ${ACCESS_TOKEN_TYPE}.`)
  }
  if (form.actor_token !== undefined) throw invalid('An actor_token is not supported.')
  for (const target of [form.resource, form.audience]) {
    if (target !== undefined && !isResource(target, resource)) {
      throw new WireRefusal('invalid_target', 'The resource is not the one of this authorization server.')
    }
  }
  return form.subject_token
}

/** RFC 8693 §2.2.2: whatever makes the subject token unacceptable is `invalid_request`. */
function invalid(message: string): WireRefusal {
  return new WireRefusal('invalid_request', message)
}
