// Every page of the dashboard, as the furnished deployment fills it.
import type { DashboardWorld } from './world.ts'

export interface Place {
  /** Name of its screenshot. */
  name: string
  path: (ids: PlaceIds) => string
}

/** What stands in the paths. */
export interface PlaceIds {
  gateway: string
  /** With OAuth, through the Gateway. */
  server: string
  /** With an API key. */
  handbook: string
  agent: string
  group: string
  refusedEvent: string
}

export const PLACES: readonly Place[] = [
  { name: 'overview', path: () => '/' },
  { name: 'servers', path: () => '/servers' },
  { name: 'servers-new', path: () => '/servers/new' },
  { name: 'server-connect', path: ({ server }) => `/servers/${server}` },
  { name: 'server-connect-api-key', path: ({ handbook }) => `/servers/${handbook}` },
  { name: 'server-tools', path: ({ server }) => `/servers/${server}/tools` },
  { name: 'server-access', path: ({ server }) => `/servers/${server}/access` },
  { name: 'server-gateway', path: ({ server }) => `/servers/${server}/gateway` },
  { name: 'server-limits', path: ({ server }) => `/servers/${server}/limits` },
  { name: 'server-logs', path: ({ server }) => `/servers/${server}/logs` },
  { name: 'server-settings', path: ({ server }) => `/servers/${server}/settings` },
  { name: 'server-settings-api-key', path: ({ handbook }) => `/servers/${handbook}/settings` },
  { name: 'gateways', path: () => '/gateways' },
  { name: 'gateways-new', path: () => '/gateways/new' },
  { name: 'gateway', path: ({ gateway }) => `/gateways/${gateway}` },
  { name: 'gateway-servers', path: ({ gateway }) => `/gateways/${gateway}/servers` },
  { name: 'gateway-grants', path: ({ gateway }) => `/gateways/${gateway}/grants` },
  { name: 'gateway-clients', path: ({ gateway }) => `/gateways/${gateway}/clients` },
  { name: 'gateway-access', path: ({ gateway }) => `/gateways/${gateway}/access` },
  { name: 'gateway-limits', path: ({ gateway }) => `/gateways/${gateway}/limits` },
  { name: 'gateway-settings', path: ({ gateway }) => `/gateways/${gateway}/settings` },
  { name: 'library', path: () => '/library' },
  { name: 'library-requests', path: () => '/library/requests' },
  { name: 'agents', path: () => '/agents' },
  { name: 'agent', path: ({ agent }) => `/agents/${agent}` },
  { name: 'access', path: () => '/access' },
  { name: 'access-group', path: ({ group }) => `/access/groups/${group}` },
  { name: 'access-rules', path: () => '/access/rules' },
  { name: 'access-preview', path: () => '/access/preview?email=grace@compilers.example' },
  { name: 'tokens', path: () => '/tokens' },
  { name: 'limits', path: () => '/limits' },
  { name: 'logs', path: () => '/logs' },
  { name: 'logs-event', path: ({ refusedEvent }) => `/logs?event=${encodeURIComponent(refusedEvent)}` },
  { name: 'audit', path: () => '/audit' },
  { name: 'members', path: () => '/members' },
  { name: 'api-keys', path: () => '/api-keys' },
  { name: 'settings', path: () => '/settings' },
  { name: 'connections', path: () => '/connections' },
  { name: 'not-found', path: () => '/nowhere' },
]

interface Listed {
  id: string
  name: string
  slug?: string
}

export async function idsOf({ admin, configuration }: DashboardWorld): Promise<PlaceIds> {
  const idOf = async (path: string, list: string, isIt: (one: Listed) => boolean) => {
    const found = (await admin.get<Record<string, Listed[]>>(path))[list]?.find(isIt)
    if (!found) throw new Error(`nothing to show of ${path}`)
    return found.id
  }
  return {
    gateway: configuration.gatewayId,
    server: await idOf('/servers', 'servers', ({ slug }) => slug === 'ops-console'),
    handbook: await idOf('/servers', 'servers', ({ slug }) => slug === 'handbook'),
    agent: await idOf('/agents', 'agents', ({ name }) => name === 'Ticket triage'),
    group: await idOf('/groups', 'groups', () => true),
    refusedEvent: await idOf('/logs?outcome=refused', 'events', () => true),
  }
}
