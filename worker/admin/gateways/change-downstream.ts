// What an edit means for endpoints, registration, secret and state of a Gateway (D1, S19).
import type { GatewayUpdate } from '../../../schema/api/gateways.ts'
import type { DownstreamEndpoints, GatewayRow } from '../../../schema/tables/gateways.ts'
import { decideEndpointChange } from '../../downstream/endpoint-change.ts'
import type { Env } from '../../environment.ts'
import { invalidField } from '../admin-problem.ts'
import { withoutUndefined, type Present } from '../without-undefined.ts'
import { clearedClientSecret, sealClientSecret, type IssuedSecret } from './client-secret.ts'
import { checkUsable, discoverEndpoints, type DiscoveredEndpoints } from './discover-endpoints.ts'
import { needsClientSecret, settleRegistration } from './settle-registration.ts'
import { REVIEW } from './review-reasons.ts'

const ASKS_DISCOVERY = [
  'provider',
  'authorizationServerUrl',
  'endpoints',
  'manualOverrides',
  'registration',
] as const satisfies readonly (keyof GatewayUpdate)[]
const ASKS_REGISTRATION = [
  ...ASKS_DISCOVERY,
  'clientId',
  'tokenEndpointAuthMethod',
] as const satisfies readonly (keyof GatewayUpdate)[]

/** `edited` has the plain fields already; the rest of the change is derived here. */
export async function changeDownstream(
  env: Env,
  before: GatewayRow,
  edited: GatewayRow,
  input: Present<GatewayUpdate>,
): Promise<GatewayRow> {
  const { row: discovered, drift } = names(input, ASKS_DISCOVERY)
    ? await rediscover(env, before, edited, input)
    : { row: edited, drift: null }
  const endpoints = discovered.endpoints
  if (!endpoints) throw invalidField('endpoints', 'are not known yet; send authorizationServerUrl again')
  const moved = isMoved(before, endpoints)
  const registered =
    names(input, ASKS_REGISTRATION) && !keepsRegistration(before, discovered, input)
      ? await register(env, before, { ...discovered, endpoints }, input)
      : { row: discovered, issuedSecret: null }
  const entered = registered.issuedSecret ?? input.clientSecret
  const row = await withSecret(env, before, { ...registered.row, endpoints }, entered, moved)
  return withState(row, { moved, drift, secretEntered: isSecret(entered) })
}

/** `drift`: whether the server names other endpoints than the pinned ones; null where it did not say. */
interface Rediscovered {
  row: GatewayRow
  drift: boolean | null
}

async function rediscover(
  env: Env,
  before: GatewayRow,
  edited: GatewayRow,
  input: Present<GatewayUpdate>,
): Promise<Rediscovered> {
  const sent = withoutUndefined(input.endpoints ?? {})
  const manualOverrides = input.manualOverrides ?? [
    ...new Set([...before.manualOverrides, ...Object.keys(sent)]),
  ]
  const kept = Object.fromEntries(
    Object.entries(before.endpoints ?? {}).filter(([field]) => manualOverrides.includes(field)),
  )
  const draft = {
    ...edited,
    endpoints: { ...kept, ...sent } as Partial<DownstreamEndpoints>,
    manualOverrides,
  }
  const discovered = await discoverEndpoints(env, draft)
  const usable = checkUsable(discovered, draft)
  const row = { ...edited, manualOverrides, discovery: discovered.report }
  const isAnotherServer = edited.authorizationServerUrl !== before.authorizationServerUrl
  if (isAnotherServer || !before.endpoints) return { row: { ...row, endpoints: usable }, drift: false }
  return keepPinned(row, { ...before.endpoints, ...sent }, discovered, usable)
}

/** D1: what was entered holds at once; what was only found stays unpinned until somebody confirms it. */
function keepPinned(
  row: GatewayRow,
  pinned: DownstreamEndpoints,
  { report }: DiscoveredEndpoints,
  found: DownstreamEndpoints,
): Rediscovered {
  const isFaulty = report.findings.some(({ level }) => level === 'error')
  const drift = isFaulty ? null : decideEndpointChange(pinned, found).verdict === 'needs_review'
  return { row: { ...row, endpoints: pinned }, drift }
}

/** An issued registration stays while its authorization server does and nobody asks for another one. */
function keepsRegistration(before: GatewayRow, after: GatewayRow, input: Present<GatewayUpdate>): boolean {
  const asksAgain = names(input, ['clientId', 'registration', 'tokenEndpointAuthMethod'] as const)
  const sameServer =
    before.endpoints?.issuer === after.endpoints?.issuer &&
    before.endpoints?.token_endpoint === after.endpoints?.token_endpoint &&
    before.endpoints?.registration_endpoint === after.endpoints?.registration_endpoint
  return !asksAgain && sameServer && before.resolvedRegistration !== null
}

async function register(
  env: Env,
  before: GatewayRow,
  row: GatewayRow & { endpoints: DownstreamEndpoints },
  input: Present<GatewayUpdate>,
): Promise<{ row: GatewayRow; issuedSecret: IssuedSecret | null }> {
  const wasIssued = before.resolvedRegistration === 'dcr' || before.resolvedRegistration === 'cimd'
  const clientId = input.clientId === undefined && wasIssued ? null : row.clientId
  const { issuedSecret, ...settled } = await settleRegistration(env, { ...row, clientId })
  return { row: { ...row, ...settled }, issuedSecret }
}

/** Null: taken away; undefined: as it was. */
type EnteredSecret = IssuedSecret | string | null | undefined

function isSecret(entered: EnteredSecret): entered is IssuedSecret | string {
  return entered !== null && entered !== undefined
}

async function withSecret(
  env: Env,
  before: GatewayRow,
  row: GatewayRow & { endpoints: DownstreamEndpoints },
  entered: EnteredSecret,
  moved: boolean,
): Promise<GatewayRow> {
  if (isSecret(entered)) return { ...row, ...(await sealClientSecret(env, before, row.endpoints, entered)) }
  const isUnwanted = entered === null || (moved && before.clientSecret !== null)
  return isUnwanted ? { ...row, ...clearedClientSecret(before) } : row
}

/** The token endpoint is at another origin than the one that codes, secrets and refresh tokens went to so far. */
function isMoved(before: GatewayRow, endpoints: DownstreamEndpoints): boolean {
  if (!before.endpoints) return false
  return new URL(before.endpoints.token_endpoint).origin !== new URL(endpoints.token_endpoint).origin
}

function withState(
  row: GatewayRow,
  change: { moved: boolean; drift: boolean | null; secretEntered: boolean },
): GatewayRow {
  const needsReview = (stateReason: string): GatewayRow => ({ ...row, state: 'needs_review', stateReason })
  if (needsClientSecret(row.tokenEndpointAuthMethod) && row.clientSecret === null)
    return needsReview(REVIEW.clientSecretMissing)
  if (change.moved && !change.secretEntered) return needsReview(REVIEW.tokenEndpointMoved)
  if (change.drift) return needsReview(REVIEW.endpointsChanged)
  const isSettled = isSettledBy(row.stateReason, change)
  return isSettled ? { ...row, state: 'ready', stateReason: null } : row
}

/** A drift ends when the server names the pinned endpoints again; the other reasons by the secret. */
function isSettledBy(
  reason: string | null,
  { drift, secretEntered }: { drift: boolean | null; secretEntered: boolean },
): boolean {
  if (reason === REVIEW.endpointsChanged) return drift === false
  return secretEntered || reason === REVIEW.clientSecretMissing
}

function names(input: Present<GatewayUpdate>, fields: readonly (keyof GatewayUpdate)[]): boolean {
  return fields.some((field) => input[field] !== undefined)
}
