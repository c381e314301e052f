// Everything that a soak runs against, wired together: the platform's services and the fake servers in this process,
// Limen on raw workerd in its own, configured through its admin API.
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { buildWorker } from '../../bench/build-worker.ts'
import { AdminApi } from '../../cli/admin-api.ts'
import { findFreePort } from '../../examples/demo/ports.ts'
import type { Gateway } from '../../schema/api/gateways.ts'
import type { Server } from '../../schema/api/servers.ts'
import type { Place } from './clients/sign-in.ts'
import { CLIENT_ID, SCOPE, startAuthorizationServer } from './downstream/authorization-server.ts'
import { TokenFamilies, type Policy } from './downstream/token-families.ts'
import type { Moment } from './chaos.ts'
import type { Faults } from './faults.ts'
import { LimenProcess } from './limen/limen-process.ts'
import { writeWorkerdConfig } from './limen/workerd-config.ts'
import { startDatabase, type Database } from './platform/database.ts'
import { startKeyValues } from './platform/key-values.ts'
import { startQueue, type Queue } from './platform/queue.ts'
import { startRuntime, type Runtime } from './runtime/runtime.ts'

export interface World {
  directory: string
  origin: string
  pumpUrl: string
  admin: AdminApi
  masterKeys: string
  limen: LimenProcess
  database: Database
  queue: Queue
  families: TokenFamilies
  runtime: Runtime
  gatewayId: string
  places: Place[]
  /** Who is told of the moments when a power cut hurts. */
  onMoment: (moment: Moment) => void
  /** Ends of Limen's process that nobody asked for. */
  crashes: string[]
  close(): Promise<void>
}

export interface WorldOptions {
  directory: string
  faults: Faults
  policyOf(user: string): Policy
}

const SLUGS = ['desk', 'office'] as const
/** Short, so that refreshes are frequent; below 10 s each call would wait for one. */
const LIFETIME_MS_MIN = 10_000
const LIFETIME_MS_MAX = 20_000
/** The runtime's slowest answer takes half of it. */
const RUNTIME_TIMEOUT_MS = 5_000

const root = path.resolve(import.meta.dirname, '../..')

export async function startWorld({ directory, faults, policyOf }: WorldOptions): Promise<World> {
  mkdirSync(directory, { recursive: true })
  const worker = await buildWorker(root, path.join(directory, 'build'))
  const port = await findFreePort([])
  const pumpPort = await findFreePort([port])
  const secret = () => randomBytes(24).toString('hex')
  const adminSecret = secret()
  const clientSecret = secret()
  const workerSecret = secret()
  const masterKeys = `k1:${randomBytes(32).toString('base64url')}`
  const origin = `http://127.0.0.1:${port}`
  const pumpUrl = `http://127.0.0.1:${pumpPort}/`
  const families = new TokenFamilies((family) => LIFETIME_MS_MIN + spread(family.id))
  const onMoment = (moment: Moment) => world.onMoment(moment)
  const database = await startDatabase(path.join(root, 'schema/migrations'), faults)
  const keyValues = await startKeyValues(faults)
  const queue = await startQueue({ faults, pumpUrl, onMoment })
  const server = await startAuthorizationServer({ families, faults, clientSecret, policyOf, onMoment })
  const runtime = await startRuntime({ families, faults, workerSecret, onMoment })
  const crashes: string[] = []
  const config = writeWorkerdConfig({
    directory,
    worker,
    port,
    pumpPort,
    d1: database.port,
    kv: keyValues.port,
    queue: queue.port,
    variables: {
      PUBLIC_ORIGIN: origin,
      ADMIN_API_ON_PUBLIC_ORIGIN: 'true',
      ALLOW_PRIVATE_TARGETS: 'true',
      ADMIN_SECRET: adminSecret,
      MASTER_KEYS: masterKeys,
      REVOCATION_CACHE_SECONDS: '2',
    },
  })
  const limen = new LimenProcess(config, port, (how) => crashes.push(how))
  const admin = new AdminApi(`${origin}/api/v1`, adminSecret)
  const world: World = {
    directory,
    origin,
    pumpUrl,
    admin,
    masterKeys,
    limen,
    database,
    queue,
    families,
    runtime,
    gatewayId: '',
    places: SLUGS.map((slug) => ({ slug, base: `${origin}/s/${slug}` })),
    onMoment: () => {},
    crashes,
    async close() {
      await limen.stop()
      for (const served of [queue, database, keyValues, server, runtime]) served.close()
    },
  }
  try {
    await limen.start()
    world.gatewayId = await configure(admin, server.origin, runtime.origin, { clientSecret, workerSecret })
    return world
  } catch (error) {
    await world.close()
    throw error
  }
}

async function configure(
  admin: AdminApi,
  issuer: string,
  runtimeOrigin: string,
  { clientSecret, workerSecret }: { clientSecret: string; workerSecret: string },
): Promise<string> {
  const gateway = await admin.post<Gateway>('/gateways', {
    name: 'Soak',
    authorizationServerUrl: issuer,
    registration: 'preregistered',
    clientId: CLIENT_ID,
    clientSecret,
    tokenEndpointAuthMethod: 'client_secret_basic',
    scopes: [SCOPE],
    identity: { source: 'userinfo' },
  })
  for (const slug of SLUGS) {
    const server = await admin.post<Server>('/servers', {
      slug,
      name: slug,
      runtimeUrl: `${runtimeOrigin}/mcp`,
      workerSecret,
      authMode: 'oauth',
      newTools: 'on',
      timeoutMs: RUNTIME_TIMEOUT_MS,
    })
    await admin.post('/attachments', { gatewayId: gateway.id, serverId: server.id, scopes: [SCOPE] })
  }
  return gateway.id
}

/** Each family has its own lifetime, the same each time. */
function spread(id: string): number {
  const number = Number(id.slice(id.indexOf('_') + 1))
  return ((number * 7_919) % 1_000) * ((LIFETIME_MS_MAX - LIFETIME_MS_MIN) / 1_000)
}
