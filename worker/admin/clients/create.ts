// Preregisters an MCP client at a Gateway (O5). Its secret is shown in this answer only.
import { eq, sql } from 'drizzle-orm'
import { clientCreate, clientWithSecret, type ClientCreate } from '../../../schema/api/clients.ts'
import { clients, gateways, type ClientRow } from '../../../schema/tables/index.ts'
import { randomId } from '../../crypto/random-id.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import type { Env } from '../../environment.ts'
import { invalidField, notFound } from '../admin-problem.ts'
import { checkConfiguredTarget } from '../check-target.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { loadGateway } from '../gateways/load.ts'
import { etag } from '../if-match.ts'
import { configurationChanged } from '../object-tasks/new-task.ts'
import { checkRedirectUris } from './check-redirect-uris.ts'
import { issueClientSecret, type IssuedSecret } from './issue-secret.ts'
import { presentClient } from './present.ts'

const route = defineRoute({
  method: 'post',
  path: '/clients',
  permission: 'clients.manage',
  operationId: 'createClient',
  summary: 'Preregister an MCP client',
  request: { body: jsonBody(clientCreate) },
  responses: { 201: jsonAnswer(clientWithSecret, 'Created; the secret is shown this once') },
})

export const createClient = endpoint(route, async (c) => {
  const at = Date.now()
  const input = c.req.valid('json')
  const gateway = await loadGateway(c.env, input.gatewayId)
  checkRedirectUris(input.redirectUris, gateway.clientRegistration.privateUseRedirectUris)
  await checkKeys(c.env, input)
  const secret = await issueFor(input)
  const { secret: _given, id = randomId('cli'), ...fields } = input
  const row: ClientRow = {
    ...fields,
    id,
    secretHash: secret?.hash ?? null,
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'client.created',
    resource: { kind: 'client', id },
    before: null,
    after: presentClient(row),
    guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${eq(gateways.id, gateway.id)})`,
    changes: [{ insert: clients, row: { ...row } }],
    tasks: [configurationChanged(gateway, c.get('actor'))],
  }).catch((error: unknown) => {
    throw error instanceof GuardFailed ? notFound('Gateway') : error
  })
  forgetAllSnapshots()
  return c.json({ ...presentClient(row), secret: secret?.plaintext ?? null }, 201, etag(row.version))
})

async function checkKeys(env: Env, input: ClientCreate): Promise<void> {
  const isKeyed = input.tokenEndpointAuthMethod === 'private_key_jwt'
  if (isKeyed && input.jwksUri === null) throw invalidField('jwksUri', 'is required for private_key_jwt')
  if (!isKeyed && input.jwksUri !== null) throw invalidField('jwksUri', 'is for private_key_jwt only')
  if (input.jwksUri !== null) await checkConfiguredTarget(env, 'jwksUri', input.jwksUri)
}

async function issueFor(input: ClientCreate): Promise<IssuedSecret | undefined> {
  const { tokenEndpointAuthMethod: method, secret } = input
  if (method === 'client_secret_basic' || method === 'client_secret_post') return issueClientSecret(secret)
  if (secret !== undefined) throw invalidField('secret', `a client with "${method}" has no secret`)
  return undefined
}
