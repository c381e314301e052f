// Every page of the dashboard, as the furnished deployment fills it.
import type { DashboardWorld } from './world.ts'

export interface Place {
  /** Name of its screenshot. */
  name: string
  heading: string
  /** A text of its content, which stands there only when what it is about was loaded. */
  shows: string
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
  rule: string
  member: string
  refusedEvent: string
  /** What stands behind # in the link of an open one. */
  invitation: string
}

export const PLACES: readonly Place[] = [
  { name: 'overview', heading: 'Overview', shows: 'Last 24 hours', path: () => '/' },
  { name: 'servers', heading: 'Servers', shows: 'Support assistant', path: () => '/servers' },
  { name: 'servers-new', heading: 'Add server', shows: 'Look at the runtime', path: () => '/servers/new' },
  {
    name: 'server-connect',
    heading: 'Ops console',
    shows: 'Sign in and list tools',
    path: ({ server }) => `/servers/${server}`,
  },
  {
    name: 'server-connect-api-key',
    heading: 'Handbook',
    shows: 'List tools',
    path: ({ handbook }) => `/servers/${handbook}`,
  },
  {
    name: 'server-tools',
    heading: 'Ops console',
    shows: 'count_slowly',
    path: ({ server }) => `/servers/${server}/tools`,
  },
  {
    name: 'server-tool',
    heading: 'Ops console',
    shows: 'First seen',
    path: ({ server }) => `/servers/${server}/tools?tool=count_slowly`,
  },
  {
    name: 'server-access',
    heading: 'Ops console',
    shows: 'Which agents may use it',
    path: ({ server }) => `/servers/${server}/access`,
  },
  {
    name: 'server-gateway',
    heading: 'Ops console',
    shows: 'Attached Gateway',
    path: ({ server }) => `/servers/${server}/gateway`,
  },
  {
    name: 'server-limits',
    heading: 'Ops console',
    shows: 'Whole Gateway, each month',
    path: ({ server }) => `/servers/${server}/limits`,
  },
  {
    name: 'server-logs',
    heading: 'Ops console',
    shows: 'add_todo',
    path: ({ server }) => `/servers/${server}/logs`,
  },
  {
    name: 'server-settings',
    heading: 'Ops console',
    shows: 'Save settings',
    path: ({ server }) => `/servers/${server}/settings`,
  },
  {
    name: 'server-settings-api-key',
    heading: 'Handbook',
    shows: 'Save settings',
    path: ({ handbook }) => `/servers/${handbook}/settings`,
  },
  { name: 'gateways', heading: 'Gateways', shows: 'Todo (demo)', path: () => '/gateways' },
  {
    name: 'gateways-new',
    heading: 'New Gateway',
    shows: 'Where do your users sign in?',
    path: () => '/gateways/new',
  },
  {
    name: 'gateway',
    heading: 'Todo (demo)',
    shows: 'Callback URL',
    path: ({ gateway }) => `/gateways/${gateway}`,
  },
  {
    name: 'gateway-servers',
    heading: 'Todo (demo)',
    shows: 'Attached servers',
    path: ({ gateway }) => `/gateways/${gateway}/servers`,
  },
  {
    name: 'gateway-grants',
    heading: 'Todo (demo)',
    shows: 'Grace Hopper',
    path: ({ gateway }) => `/gateways/${gateway}/grants`,
  },
  {
    name: 'gateway-clients',
    heading: 'Todo (demo)',
    shows: 'Ticket triage',
    path: ({ gateway }) => `/gateways/${gateway}/clients`,
  },
  {
    name: 'gateway-access',
    heading: 'Todo (demo)',
    shows: 'Unrecognised',
    path: ({ gateway }) => `/gateways/${gateway}/access`,
  },
  {
    name: 'gateway-limits',
    heading: 'Todo (demo)',
    shows: 'Whole Gateway, each month',
    path: ({ gateway }) => `/gateways/${gateway}/limits`,
  },
  {
    name: 'gateway-settings',
    heading: 'Todo (demo)',
    shows: 'Save changes',
    path: ({ gateway }) => `/gateways/${gateway}/settings`,
  },
  { name: 'library', heading: 'Library', shows: 'Linear', path: () => '/library' },
  {
    name: 'library-requests',
    heading: 'Requests',
    shows: 'To file the bugs that support finds',
    path: () => '/library/requests',
  },
  { name: 'agents', heading: 'Agents', shows: 'Cursor', path: () => '/agents' },
  {
    name: 'agent',
    heading: 'Ticket triage',
    shows: 'How it is recognised',
    path: ({ agent }) => `/agents/${agent}`,
  },
  { name: 'access', heading: 'Access', shows: 'Compilers', path: () => '/access' },
  {
    name: 'access-group',
    heading: 'Compilers',
    shows: 'count_slowly',
    path: ({ group }) => `/access/groups/${group}`,
  },
  { name: 'access-rules', heading: 'Access rules', shows: 'count_slowly', path: () => '/access/rules' },
  {
    name: 'access-rule-new',
    heading: 'Access rules',
    shows: 'Create rule',
    path: () => '/access/rules?new=1',
  },
  {
    name: 'access-rule',
    heading: 'Access rules',
    shows: 'Delete rule',
    path: ({ rule }) => `/access/rules?rule=${rule}`,
  },
  {
    name: 'access-preview',
    heading: 'Effective settings',
    shows: 'count_slowly',
    path: () => '/access/preview?email=grace@compilers.example',
  },
  { name: 'tokens', heading: 'Tokens', shows: 'Nightly report', path: () => '/tokens' },
  {
    name: 'tokens-new',
    heading: 'Tokens',
    shows: 'Create access token',
    path: () => '/tokens?create=true',
  },
  { name: 'limits', heading: 'Limits', shows: 'Each user', path: () => '/limits' },
  { name: 'logs', heading: 'Logs', shows: 'add_todo', path: () => '/logs' },
  {
    name: 'logs-event',
    heading: 'Logs',
    shows: 'What happened',
    path: ({ refusedEvent }) => `/logs?event=${encodeURIComponent(refusedEvent)}`,
  },
  { name: 'audit', heading: 'Audit', shows: 'Server created', path: () => '/audit' },
  { name: 'members', heading: 'Members', shows: 'alan@bletchley.example', path: () => '/members' },
  {
    name: 'member',
    heading: 'Members',
    shows: 'Member since',
    path: ({ member }) => `/members?member=${member}`,
  },
  { name: 'api-keys', heading: 'API keys', shows: 'Log export', path: () => '/api-keys' },
  { name: 'settings', heading: 'Settings', shows: 'This deployment', path: () => '/settings' },
  { name: 'connections', heading: 'My connections', shows: 'My keys', path: () => '/connections' },
  {
    name: 'invitation-of-another',
    heading: 'Invitation to Limen',
    shows: 'You are a member already, as Owner.',
    path: ({ invitation }) => `/invitation#${invitation}`,
  },
  {
    name: 'first-run-over',
    heading: 'Set up this deployment',
    shows: 'This deployment is set up',
    path: () => '/first-run',
  },
  { name: 'not-found', heading: 'Nothing here', shows: 'There is no such page', path: () => '/nowhere' },
]

/** What who is not signed in sees. */
export const OPEN_PLACES: readonly Place[] = [
  { name: 'sign-in', heading: 'Sign in to Limen', shows: 'Continue with', path: () => '/servers' },
  {
    name: 'invitation',
    heading: 'Invitation to Limen',
    shows: 'Sign in to accept',
    path: ({ invitation }) => `/invitation#${invitation}`,
  },
  {
    name: 'connections-stranger',
    heading: 'My connections',
    shows: 'See your connections',
    path: () => '/connections',
  },
]

interface Listed {
  id: string
  name: string
  slug?: string
}

/** Makes the link of the open invitation anew. */
export async function idsOf({ admin, configuration }: DashboardWorld): Promise<PlaceIds> {
  const idOf = async (path: string, list: string, isIt: (one: Listed) => boolean) => {
    const found = (await admin.get<Record<string, Listed[]>>(path))[list]?.find(isIt)
    if (!found) throw new Error(`nothing to show of ${path}`)
    return found.id
  }
  const invited = await idOf('/invitations', 'invitations', () => true)
  const { token } = await admin.post<{ token: string }>(`/invitations/${invited}/resend`, {})
  return {
    gateway: configuration.gatewayId,
    server: await idOf('/servers', 'servers', ({ slug }) => slug === 'ops-console'),
    handbook: await idOf('/servers', 'servers', ({ slug }) => slug === 'handbook'),
    agent: await idOf('/agents', 'agents', ({ name }) => name === 'Ticket triage'),
    group: await idOf('/groups', 'groups', ({ name }) => name === 'Compilers'),
    rule: await idOf('/rules', 'rules', () => true),
    member: await idOf('/members', 'members', () => true),
    refusedEvent: await idOf('/logs?outcome=refused', 'events', () => true),
    invitation: token,
  }
}
