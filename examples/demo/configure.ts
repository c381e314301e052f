// Sets up the demo through the admin API: one Gateway, and servers attached to it with their own scope subsets.
// What is there already is found by name and slug; of it only addresses that have moved are changed.
import type { Attachment } from '../../schema/api/attachments.ts'
import type { Gateway } from '../../schema/api/gateways.ts'
import type { Server } from '../../schema/api/servers.ts'
import type { AdminApi } from '../../cli/admin-api.ts'
import { API_RESOURCE, CLIENT_ID, type Stack } from './stack.ts'

export interface WantedServer {
  slug: string
  name: string
  runtimeUrl: string
  workerSecret: string
  scopes: string[]
}

export interface ConfiguredServer extends WantedServer {
  id: string
  mcpUrl: string
  attachmentId: string
}

export interface Configuration {
  gatewayId: string
  callbackUrl: string
  servers: ConfiguredServer[]
}

const GATEWAY_NAME = 'Todo (demo)'
const GATEWAY_SCOPES = ['tickets.read', 'tickets.write', 'accounts.read', 'admin.read']

/** One Gateway for everything, then each server and its attachment. */
export async function configure(stack: Stack, wanted: readonly WantedServer[]): Promise<Configuration> {
  const { admin } = stack
  const gateway = await ensureGateway(admin, stack.issuer, stack.secrets.clientSecret)
  await stack.registerCallback(gateway.callbackUrl)
  const servers: ConfiguredServer[] = []
  for (const server of wanted) servers.push(await ensureServer(admin, gateway.id, server))
  return { gatewayId: gateway.id, callbackUrl: gateway.callbackUrl, servers }
}

/** The demo's two servers: one of each scope subset, on two runtimes. */
export function demoServers(stack: Stack): WantedServer[] {
  const [first, second] = stack.runtimes
  if (!first) throw new Error('no runtime was started')
  const runtimeOf = ({ url, workerSecret }: typeof first) => ({ runtimeUrl: url, workerSecret })
  return [
    {
      slug: 'support-assistant',
      name: 'Support assistant',
      scopes: ['tickets.read', 'accounts.read'],
      ...runtimeOf(first),
    },
    {
      slug: 'ops-console',
      name: 'Ops console',
      scopes: ['tickets.write', 'admin.read'],
      ...runtimeOf(second ?? first),
    },
  ]
}

async function ensureGateway(admin: AdminApi, issuer: string, clientSecret: string): Promise<Gateway> {
  const facts = {
    authorizationServerUrl: issuer,
    registration: 'preregistered',
    clientId: CLIENT_ID,
    tokenEndpointAuthMethod: 'client_secret_basic',
    resource: API_RESOURCE,
    scopes: GATEWAY_SCOPES,
  }
  const { gateways } = await admin.get<{ gateways: Gateway[] }>('/gateways')
  const known = gateways.find((gateway) => gateway.name === GATEWAY_NAME)
  if (!known) {
    return admin.post<Gateway>('/gateways', { name: GATEWAY_NAME, ...facts, clientSecret })
  }
  // The authorization server moved to another port: its secret is entered anew, as product.md §2 asks for.
  if (known.authorizationServerUrl !== issuer) {
    return admin.patch<Gateway>(`/gateways/${known.id}`, known.version, { ...facts, clientSecret })
  }
  return known
}

export async function ensureServer(
  admin: AdminApi,
  gatewayId: string,
  wanted: WantedServer,
): Promise<ConfiguredServer> {
  const { slug, name, runtimeUrl, workerSecret, scopes } = wanted
  const { servers } = await admin.get<{ servers: Server[] }>('/servers')
  let server = servers.find((candidate) => candidate.slug === slug)
  if (!server) {
    server = await admin.post<Server>('/servers', {
      slug,
      name,
      runtimeUrl,
      workerSecret,
      authMode: 'oauth',
      newTools: 'on',
    })
  } else if (server.runtimeUrl !== runtimeUrl || server.newTools !== 'on') {
    server = await admin.patch<Server>(`/servers/${server.id}`, server.version, {
      runtimeUrl,
      workerSecret,
      newTools: 'on',
    })
  }
  const { attachments } = await admin.get<{ attachments: Attachment[] }>('/attachments')
  const serverId = server.id
  const attachment =
    attachments.find((candidate) => candidate.serverId === serverId) ??
    (await admin.post<Attachment>('/attachments', { gatewayId, serverId, scopes }))
  return { ...wanted, id: serverId, mcpUrl: server.mcpUrl, attachmentId: attachment.id }
}
