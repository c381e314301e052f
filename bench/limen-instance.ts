// One Limen on raw workerd; for the calls, configured through its admin API with one Gateway and one attached server.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Gateway } from '../schema/api/gateways.ts'
import { AdminApi } from '../cli/admin-api.ts'
import { ensureServer, type ConfiguredServer } from '../examples/demo/configure.ts'
import { API_RESOURCE, CLIENT_ID } from '../examples/demo/stack.ts'
import type { BuiltWorker } from './build-worker.ts'
import { writeLimenConfig } from './workerd-config.ts'
import { startWorkerd, type Workerd } from './workerd-process.ts'

export interface LimenInstance {
  workerd: Workerd
  port: number
  admin: AdminApi
  gatewayId: string
  server: ConfiguredServer
  /** To be registered at the authorization server before anybody signs in. */
  callbackUrl: string
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
  const { port, issuer, clientSecret } = options
  const { workerd, admin } = await startEmptyLimen(options)
  try {
    const gateway = await admin.post<Gateway>('/gateways', {
      name: 'Bench',
      authorizationServerUrl: issuer,
      registration: 'preregistered',
      clientId: CLIENT_ID,
      clientSecret,
      tokenEndpointAuthMethod: 'client_secret_basic',
      resource: API_RESOURCE,
      scopes: ['tickets.read', 'accounts.read'],
    })
    const server = await ensureServer(admin, gateway.id, {
      slug: 'bench',
      name: 'Bench',
      runtimeUrl: options.runtimeUrl,
      workerSecret: randomBytes(24).toString('base64url'),
      scopes: ['tickets.read', 'accounts.read'],
    })
    return { workerd, port, admin, gatewayId: gateway.id, server, callbackUrl: gateway.callbackUrl }
  } catch (error) {
    await workerd.stop()
    throw error
  }
}
