// Every page of the dashboard, as the furnished deployment fills it.
import type { DashboardWorld } from './world.ts'

export interface Place {
  /** Name of its screenshot. */
  name: string
  path: string
}

export async function placesOf({ admin, configuration }: DashboardWorld): Promise<Place[]> {
  const { gatewayId, servers } = configuration
  const operations = servers.find(({ slug }) => slug === 'ops-console')?.id ?? ''
  const { servers: all } = await admin.get<{ servers: { id: string; slug: string }[] }>('/servers')
  const handbook = all.find(({ slug }) => slug === 'handbook')?.id ?? ''
  const { agents } = await admin.get<{ agents: { id: string; name: string }[] }>('/agents')
  const agent = agents.find(({ name }) => name === 'Ticket triage')?.id ?? ''
  const { groups } = await admin.get<{ groups: { id: string }[] }>('/groups')
  const { events } = await admin.get<{ events: { id: string }[] }>('/logs?outcome=refused')
  return [
    { name: 'overview', path: '/' },
    { name: 'servers', path: '/servers' },
    { name: 'servers-new', path: '/servers/new' },
    { name: 'server-connect', path: `/servers/${operations}` },
    { name: 'server-connect-api-key', path: `/servers/${handbook}` },
    { name: 'server-tools', path: `/servers/${operations}/tools` },
    { name: 'server-access', path: `/servers/${operations}/access` },
    { name: 'server-gateway', path: `/servers/${operations}/gateway` },
    { name: 'server-limits', path: `/servers/${operations}/limits` },
    { name: 'server-logs', path: `/servers/${operations}/logs` },
    { name: 'server-settings', path: `/servers/${operations}/settings` },
    { name: 'server-settings-api-key', path: `/servers/${handbook}/settings` },
    { name: 'gateways', path: '/gateways' },
    { name: 'gateways-new', path: '/gateways/new' },
    { name: 'gateway', path: `/gateways/${gatewayId}` },
    { name: 'gateway-servers', path: `/gateways/${gatewayId}/servers` },
    { name: 'gateway-grants', path: `/gateways/${gatewayId}/grants` },
    { name: 'gateway-clients', path: `/gateways/${gatewayId}/clients` },
    { name: 'gateway-access', path: `/gateways/${gatewayId}/access` },
    { name: 'gateway-limits', path: `/gateways/${gatewayId}/limits` },
    { name: 'gateway-settings', path: `/gateways/${gatewayId}/settings` },
    { name: 'library', path: '/library' },
    { name: 'library-requests', path: '/library/requests' },
    { name: 'agents', path: '/agents' },
    { name: 'agent', path: `/agents/${agent}` },
    { name: 'access', path: '/access' },
    { name: 'access-group', path: `/access/groups/${groups[0]?.id}` },
    { name: 'access-rules', path: '/access/rules' },
    { name: 'access-preview', path: '/access/preview?email=grace@compilers.example' },
    { name: 'tokens', path: '/tokens' },
    { name: 'logs', path: '/logs' },
    { name: 'logs-event', path: `/logs?event=${encodeURIComponent(events[0]?.id ?? '')}` },
    { name: 'audit', path: '/audit' },
    { name: 'members', path: '/members' },
    { name: 'api-keys', path: '/api-keys' },
    { name: 'settings', path: '/settings' },
    { name: 'connections', path: '/connections' },
    { name: 'not-found', path: '/nowhere' },
  ]
}
