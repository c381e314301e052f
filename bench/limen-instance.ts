// One Limen on raw workerd; for the calls, configured through its admin API with a Gateway and an attached server.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Gateway } from '../schema/api/gateways.ts'
import { AdminApi } from '../cli/admin-api.ts'
import { ensureServer, type ConfiguredServer } from '../examples/demo/configure.ts'
import { API_RESOURCE, CLIENT_ID } from '../examples/demo/stack.ts'
import type { BuiltWorker } from './build-worker.ts'
import { writeLimenConfig } from './workerd-config.ts'
import { startWorkerd, type Workerd } from './workerd-process.ts'

/** A server with a Gateway of its own. */
export interface BenchServer {
  gatewayId: string
  server: ConfiguredServer
  /** To be registered at the authorization server before anybody signs in. */
  callbackUrl: string
}

export interface LimenInstance extends BenchServer {
  workerd: Workerd
  port: number
  admin: AdminApi
  /** One more server like its own. */
  add(slug: string): Promise<BenchServer>
}

export interface EmptyLimenOptions {
  root: string
  directory: string
  port: number
  worker: BuiltWorker
  /** 0 asks the object for every call. */
  credentialCacheSeconds?: number
}

export interface EmptyLimen {
  workerd: Workerd
  admin: AdminApi
}

/** Nothing is configured yet. A second start in the same directory finds what the first one wrote. */
export async function startEmptyLimen(options: EmptyLimenOptions): Promise<EmptyLimen> {
  const { root, directory, port, worker, credentialCacheSeconds = 10 } = options
  const origin = `http://127.0.0.1:${port}`
  const adminSecret = randomBytes(24).toString('base64url')
  const config = writeLimenConfig({
    directory,
    port,
    bundle: worker.bundle,
    compatibility: worker.compatibility,
    migrationsDirectory: path.join(root, 'schema/migrations'),
    variables: {
      PUBLIC_ORIGIN: origin,
      ADMIN_API_ON_PUBLIC_ORIGIN: 'true',
      ALLOW_PRIVATE_TARGETS: 'true',
      ADMIN_SECRET: adminSecret,
      MASTER_KEYS: `k1:${randomBytes(32).toString('base64url')}`,
      REVOCATION_CACHE_SECONDS: String(credentialCacheSeconds),
    },
  })
  return {
    workerd: await startWorkerd(config, port),
    admin: new AdminApi(`${origin}/api/v1`, adminSecret),
  }
}

export interface LimenInstanceOptions extends EmptyLimenOptions {
  issuer: string
  clientSecret: string
  runtimeUrl: string
}

export async function startLimen(options: LimenInstanceOptions): Promise<LimenInstance> {
  const { workerd, admin } = await startEmptyLimen(options)
  const add = (slug: string) => configure(admin, slug, options)
  try {
    return { workerd, port: options.port, admin, add, ...(await add('bench')) }
  } catch (error) {
    await workerd.stop()
    throw error
  }
}

async function configure(
  admin: AdminApi,
  slug: string,
  { issuer, clientSecret, runtimeUrl }: LimenInstanceOptions,
): Promise<BenchServer> {
  const gateway = await admin.post<Gateway>('/gateways', {
    name: slug,
    authorizationServerUrl: issuer,
    registration: 'preregistered',
    clientId: CLIENT_ID,
    clientSecret,
    tokenEndpointAuthMethod: 'client_secret_basic',
    resource: API_RESOURCE,
    scopes: ['tickets.read', 'accounts.read'],
  })
  const server = await ensureServer(admin, gateway.id, {
    slug,
    name: slug,
    runtimeUrl,
    workerSecret: randomBytes(24).toString('base64url'),
    scopes: ['tickets.read', 'accounts.read'],
  })
  return { gatewayId: gateway.id, server, callbackUrl: gateway.callbackUrl }
}
