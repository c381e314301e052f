// Redirect URIs of a preregistered client (O6; RFC 8252 §7). Pure.
import type { FieldError } from '../../../schema/api/problem.ts'
import { invalidFields } from '../admin-problem.ts'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** Throws AdminProblem `validation` beside each URI that may not be used. */
export function checkRedirectUris(uris: readonly string[], privateUse: readonly string[]): void {
  const errors = uris.flatMap((uri, index): FieldError[] => {
    const fault = faultOf(uri, privateUse)
    return fault ? [{ path: `redirectUris.${index}`, message: fault }] : []
  })
  if (errors.length > 0) throw invalidFields(errors)
}

function faultOf(uri: string, privateUse: readonly string[]): string | undefined {
  if (!URL.canParse(uri) || /\s/.test(uri)) return 'must be an absolute URI'
  const url = new URL(uri)
  if (uri.includes('#')) return 'must not have a fragment (RFC 6749 §3.1.2)'
  if (url.username !== '' || url.password !== '') return 'must not have user information'
  if (url.protocol === 'https:') return undefined
  if (url.protocol === 'http:') {
    return LOOPBACK.includes(url.hostname) ? undefined : 'plain http is allowed for loopback addresses only'
  }
  return privateUse.includes(uri)
    ? undefined
    : 'add this private-use URI to clientRegistration.privateUseRedirectUris of the Gateway first'
}
