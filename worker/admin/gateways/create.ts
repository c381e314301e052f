// Creates a Gateway: discovers, settles the registration, seals the secret, writes (product.md §2).
import { sql } from 'drizzle-orm'
import { gateway, gatewayCreate, type GatewayCreate } from '../../../schema/api/gateways.ts'
import { gateways, type GatewayRow } from '../../../schema/tables/gateways.ts'
import { randomId } from '../../crypto/random-id.ts'
import { recipeOf } from '../../downstream/recipes.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { invalidField } from '../admin-problem.ts'
import { commitWrite } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { sealClientSecret } from './client-secret.ts'
import { checkUsable, discoverEndpoints } from './discover-endpoints.ts'
import { mergeIdentity } from './merge-identity.ts'
import { auditedGateway, presentGateway } from './present.ts'
import { needsClientSecret, settleRegistration } from './settle-registration.ts'

const DEFAULT_CLIENT_REGISTRATION = {
  dcr: true,
  cimd: true,
  cimdTrustedHosts: null,
  privateUseRedirectUris: ['cursor://anysphere.cursor-mcp/oauth/callback'],
}

const route = defineRoute({
  method: 'post',
  path: '/gateways',
  permission: 'gateways.write',
  operationId: 'createGateway',
  summary: 'Create a Gateway; its authorization server is discovered',
  request: { body: jsonBody(gatewayCreate) },
  responses: { 201: jsonAnswer(gateway, 'Created') },
})

export const createGateway = endpoint(route, async (c) => {
  const at = Date.now()
  const row = await deriveGateway(c.env, c.req.valid('json'), at)
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'gateway.created',
    resource: { kind: 'gateway', id: row.id },
    before: null,
    after: auditedGateway(row),
    guard: sql`TRUE`,
    changes: [{ insert: gateways, row: { ...row } }],
  })
  return c.json(presentGateway(row, settingsOf(c.env).publicOrigin, 0), 201, etag(row.version))
})

async function deriveGateway(env: Env, input: GatewayCreate, at: number): Promise<GatewayRow> {
  const { endpoints: enteredInput = {}, clientSecret, ...fields } = input
  const entered = withoutUndefined(enteredInput)
  const manualOverrides = input.manualOverrides ?? Object.keys(entered)
  const draft = { ...fields, endpoints: entered, manualOverrides }
  const discovered = await discoverEndpoints(env, draft)
  const endpoints = checkUsable(discovered, draft)
  const unregistered = {
    ...fields,
    id: randomId('gw'),
    endpoints,
    manualOverrides,
    discovery: discovered.report,
    identity: mergeIdentity(recipeOf(input.provider).identity, input.identity),
    tokenEndpointAuthMethod:
      input.tokenEndpointAuthMethod ?? (clientSecret === null ? 'none' : 'client_secret_basic'),
  }
  const { issuedSecret, ...registered } = await settleRegistration(env, unregistered)
  const secret = issuedSecret ?? clientSecret
  if (secret === null && needsClientSecret(registered.tokenEndpointAuthMethod)) {
    throw invalidField('clientSecret', `is required for ${registered.tokenEndpointAuthMethod}`)
  }
  const sealed =
    secret === null
      ? { clientSecret: null, clientSecretOrigin: null, clientSecretExpiresAt: null, secretVersion: 0 }
      : await sealClientSecret(env, { id: unregistered.id, secretVersion: 0 }, endpoints, secret)
  return {
    ...unregistered,
    ...registered,
    ...sealed,
    clientRegistration: {
      ...DEFAULT_CLIENT_REGISTRATION,
      ...withoutUndefined(input.clientRegistration ?? {}),
    },
    state: 'ready',
    stateReason: null,
    restoreId: null,
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
}
