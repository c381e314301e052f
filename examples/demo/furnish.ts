// What a deployment in use has beside servers: people, groups, rules, agents, limits, a token, a request. All through the
// admin API, and found again by name on a second start.
import { AdminApi } from '../../cli/admin-api.ts'
import type { Server } from '../../schema/api/servers.ts'
import type { Configuration, ConfiguredServer } from './configure.ts'
import { loadOrCreateSecrets, saveCredential } from './secrets.ts'
import { askAs, makeMember, signIn } from './sign-in.ts'
import { users, type Stack } from './stack.ts'

const [, grace] = users

/** A client that an admin registered, so that its agent is proven. */
export const TRIAGE_CLIENT = 'ticket-triage'
export const TRIAGE_REDIRECT = 'http://127.0.0.1:33419/callback'

export interface Furnished {
  /** Undefined where the handbook was not started. */
  handbook: { mcpUrl: string; token: string } | undefined
}

/** `stack.admin` may do everything, and there is an Owner (sign-in.ts). */
export async function furnish(
  stack: Stack,
  { gatewayId, servers }: Configuration,
  secretsFile: string,
): Promise<Furnished> {
  const { admin } = stack
  const [desk, operations] = servers
  if (!desk || !operations) throw new Error('the demo has two servers')
  await ensurePeople(stack)
  await ensureAgents(admin, gatewayId)
  await ensureAccess(admin, operations)
  await ensureLimits(admin, desk, gatewayId)
  return { handbook: await ensureHandbook(stack, secretsFile) }
}

async function ensurePeople({ origin, admin }: Stack): Promise<void> {
  const { members } = await admin.get<{ members: { email: string }[] }>('/members')
  const isMember = members.some(({ email }) => email === grace.email)
  const jar = isMember ? await signIn(origin, grace) : await makeMember(origin, admin, grace, 'developer')
  const { invitations } = await admin.get<{ invitations: { email: string }[] }>('/invitations')
  const invited = 'alan@bletchley.example'
  if (!invitations.some(({ email }) => email === invited)) {
    await admin.post('/invitations', { email: invited, role: 'viewer' })
  }
  await ensureNamed(admin, 'api-keys', 'apiKeys', {
    name: 'Log export',
    permissions: ['logs.read', 'audit.read'],
  })
  const { requests } = await admin.get<{ requests: unknown[] }>('/requests')
  if (requests.length > 0) return
  const asked = await askAs(origin, jar, 'POST', '/requests', {
    entryId: 'lib_linear',
    note: 'To file the bugs that support finds',
  })
  if (!asked.ok) throw new Error(`${grace.login} could not ask for a server: ${await asked.text()}`)
}

async function ensureAgents(admin: AdminApi, gatewayId: string): Promise<void> {
  const { clients } = await admin.get<{ clients: { id: string }[] }>(`/clients?gatewayId=${gatewayId}`)
  if (!clients.some(({ id }) => id === TRIAGE_CLIENT)) {
    await admin.post('/clients', {
      gatewayId,
      id: TRIAGE_CLIENT,
      name: 'Ticket triage',
      redirectUris: [TRIAGE_REDIRECT],
    })
  }
  await ensureNamed(admin, 'agents', 'agents', { name: 'Ticket triage', clientIds: [TRIAGE_CLIENT] })
}

/** Whoever is from outside may not count slowly at the operations desk. */
async function ensureAccess(admin: AdminApi, operations: ConfiguredServer): Promise<void> {
  await ensureNamed(admin, 'groups', 'groups', {
    name: 'Support',
    description: 'Who answers tickets',
    members: [{ email: users[0].email }, { email: grace.email }],
  })
  const outside = await ensureNamed(admin, 'groups', 'groups', {
    name: 'Compilers',
    description: 'Everybody of the partner company',
    members: [{ domain: 'compilers.example' }],
  })
  const { rules } = await admin.get<{ rules: unknown[] }>(`/rules?serverId=${operations.id}`)
  if (rules.length > 0) return
  await admin.post('/rules', {
    serverId: operations.id,
    groupId: outside.id,
    tool: 'count_slowly',
    toolEnabled: false,
    note: 'It holds a connection for as long as it counts',
  })
}

async function ensureLimits(admin: AdminApi, desk: ConfiguredServer, gatewayId: string): Promise<void> {
  await ensureNamed(admin, 'budgets', 'budgets', {
    name: 'Support assistant, each day',
    scope: { kind: 'server', serverId: desk.id },
    amount: 5_000,
    window: 'day',
  })
  await ensureNamed(admin, 'budgets', 'budgets', {
    name: 'Whole Gateway, each month',
    scope: { kind: 'gateway', gatewayId },
    amount: 100_000,
    window: 'month',
    enforcement: 'warn',
  })
  await ensureNamed(admin, 'rate-limits', 'rateLimits', {
    name: 'Each user',
    scope: { kind: 'default_user' },
    calls: 50,
    per: 'second',
    burst: 100,
  })
}

async function ensureHandbook(
  { admin, handbookUrl, secrets }: Stack,
  secretsFile: string,
): Promise<Furnished['handbook']> {
  if (handbookUrl === undefined) return undefined
  const { servers } = await admin.get<{ servers: Server[] }>('/servers')
  const known = servers.find(({ slug }) => slug === 'handbook')
  const key = { upstreamKey: secrets.handbookKey }
  let server = known
  if (!server) {
    server = await admin.post<Server>('/servers', {
      slug: 'handbook',
      name: 'Handbook',
      description: 'How we work',
      runtimeUrl: handbookUrl,
      workerSecret: null,
      authMode: 'api_key',
      upstreamAuth: { placement: 'header', name: 'x-api-key' },
      ...key,
    })
  } else if (server.runtimeUrl !== handbookUrl) {
    server = await admin.patch<Server>(`/servers/${server.id}`, server.version, {
      runtimeUrl: handbookUrl,
      ...key,
    })
  }
  const kept = loadOrCreateSecrets(secretsFile).handbookToken
  if (known && kept !== undefined) return { mcpUrl: server.mcpUrl, token: kept }
  const { token } = await admin.post<{ token: string }>('/access-tokens', {
    serverId: server.id,
    name: 'Nightly report',
    user: { email: users[0].email },
  })
  saveCredential(secretsFile, { handbookToken: token })
  return { mcpUrl: server.mcpUrl, token }
}

interface Named {
  id: string
  name: string
}

/** The one of this name, made where there is none. */
async function ensureNamed(
  admin: AdminApi,
  path: string,
  list: string,
  wanted: { name: string } & Record<string, unknown>,
): Promise<Named> {
  const found = (await admin.get<Record<string, Named[]>>(`/${path}`))[list]
  return found?.find(({ name }) => name === wanted.name) ?? admin.post<Named>(`/${path}`, wanted)
}
