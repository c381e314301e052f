import { gatewayCreate, gatewayUpdate } from '../../../schema/api/gateways.ts'
import { fieldsOf, listAll, resource, type Item, type Kind } from './kind.ts'

const FIXED = ['locationHint', 'jurisdiction']

export const gateways: Kind = {
  name: 'gateways',
  noun: 'Gateway',
  identity: ['name'],
  isIdentityWhole: true,
  fields: fieldsOf(gatewayUpdate.shape, 'name', 'clientSecret', 'manualOverrides', ...FIXED),
  fixed: FIXED,
  secrets: [{ field: 'clientSecret', isSet: (view) => view['clientSecretSet'] === true }],
  shape: { ...gatewayCreate.shape, ...gatewayUpdate.shape },
  list: (api) => listAll(api, '/gateways', 'gateways'),
  ownPart,
  ...resource('/gateways'),
}

/** What discovery found and what a registration brought is the authorization server's, not the admin's. */
function ownPart(view: Item): Item {
  const pinned = new Set(view['manualOverrides'] as string[])
  const endpoints = Object.entries((view['endpoints'] ?? {}) as Item).filter(([name]) => pinned.has(name))
  const own = { ...view, endpoints: endpoints.length > 0 ? Object.fromEntries(endpoints) : undefined }
  if (view['resolvedRegistration'] !== 'dcr' && view['resolvedRegistration'] !== 'cimd') return own
  return { ...own, clientId: undefined, clientSecretSet: false, tokenEndpointAuthMethod: undefined }
}
