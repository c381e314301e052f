// Registers an app that embeds an agent (product.md §5). Its secret is shown in this answer only.
import { eq, sql } from 'drizzle-orm'
import {
  embeddingAppCreate,
  embeddingAppWithSecret,
  type EmbeddingAppCreate,
} from '../../../schema/api/embedding-apps.ts'
import { embeddingApps, gateways, type EmbeddingAppRow } from '../../../schema/tables/index.ts'
import { randomId } from '../../crypto/random-id.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import { invalidField, notFound } from '../admin-problem.ts'
import { issueClientSecret, type IssuedSecret } from '../clients/issue-secret.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { loadGateway } from '../gateways/load.ts'
import { etag } from '../if-match.ts'
import { configurationChanged } from '../object-tasks/new-task.ts'
import { gatewayParam } from './app-params.ts'
import { checkCanVerify, checkEmbeddingApp } from './check-app.ts'
import { presentEmbeddingApp } from './present.ts'

const route = defineRoute({
  method: 'post',
  path: '/gateways/{id}/embedding-apps',
  permission: 'clients.manage',
  operationId: 'createEmbeddingApp',
  summary: 'Register an app that may exchange its users’ tokens',
  request: { params: gatewayParam, body: jsonBody(embeddingAppCreate) },
  responses: { 201: jsonAnswer(embeddingAppWithSecret, 'Created; the secret is shown this once') },
})

export const createEmbeddingApp = endpoint(route, async (c) => {
  const at = Date.now()
  const input = c.req.valid('json')
  const gateway = await loadGateway(c.env, c.req.valid('param').id)
  checkCanVerify(gateway)
  await checkEmbeddingApp(c.env, input)
  const secret = await issueFor(input)
  const { secret: _given, ...fields } = input
  const id = randomId('app')
  const row: EmbeddingAppRow = {
    ...fields,
    id,
    gatewayId: gateway.id,
    secretHash: secret?.hash ?? null,
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'embedding_app.created',
    resource: { kind: 'embedding_app', id },
    before: null,
    after: presentEmbeddingApp(row),
    guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${eq(gateways.id, gateway.id)})`,
    changes: [{ insert: embeddingApps, row: { ...row } }],
    tasks: [configurationChanged(gateway, c.get('actor'))],
  }).catch((error: unknown) => {
    throw error instanceof GuardFailed ? notFound('Gateway') : error
  })
  forgetAllSnapshots()
  return c.json({ ...presentEmbeddingApp(row), secret: secret?.plaintext ?? null }, 201, etag(row.version))
})

async function issueFor(input: EmbeddingAppCreate): Promise<IssuedSecret | undefined> {
  if (input.tokenEndpointAuthMethod !== 'private_key_jwt') return issueClientSecret(input.secret)
  if (input.secret !== undefined) throw invalidField('secret', 'an app with "private_key_jwt" has no secret')
  return undefined
}
