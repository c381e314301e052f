// One Limen on raw workerd, configured through its admin API with one Gateway and one attached server.
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

export interface LimenInstanceOptions {
  root: string
  directory: string
  port: number
  worker: BuiltWorker
  issuer: string
  clientSecret: string
  runtimeUrl: string
  /** 0 asks the object for every call. */
  credentialCacheSeconds: number
}

export async function startLimen(options: LimenInstanceOptions): Promise<LimenInstance> {
  const { root, directory, port, worker, issuer, clientSecret } = options
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
      REVOCATION_CACHE_SECONDS: String(options.credentialCacheSeconds),
    },
  })
  const workerd = await startWorkerd(config, port)
  try {
    const admin = new AdminApi(`${origin}/api/v1`, adminSecret)
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
