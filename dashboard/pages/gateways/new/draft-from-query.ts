// What another page knows already about the Gateway to be made, from the URL's query; nothing secret stands there.
import type { GatewayDraft } from '../../../../schema/api/library.ts'
import type { GatewayValues } from '../form/gateway-values.ts'

type Drafted = Pick<GatewayValues, 'name' | 'authorizationServerUrl' | 'registration' | 'resource' | 'scopes'>

export function draftFromQuery(query: Readonly<Record<string, string | undefined>>): Drafted | undefined {
  const { authorizationServerUrl } = query
  if (authorizationServerUrl === undefined) return undefined
  return {
    name: query['name'] ?? '',
    authorizationServerUrl,
    registration: query['registration'] === 'preregistered' ? 'preregistered' : 'auto',
    resource: query['resource'] ?? '',
    scopes: (query['scopes'] ?? '').split(' ').filter(Boolean),
  }
}

/** The other way: the address of the form filled in, which goes back to `entryId` of the library afterwards. */
export function newGatewayHref(draft: GatewayDraft, entryId: string): string {
  const { name, authorizationServerUrl, registration, resource, scopes } = draft
  const query = new URLSearchParams({
    name,
    authorizationServerUrl,
    registration,
    resource,
    scopes: scopes.join(' '),
    for: entryId,
  })
  return `/gateways/new?${query}`
}
