// Dynamic client registration (O5; RFC 7591). One odd redirect URI among several does not fail it.
import type { ClientInfo } from '@cloudflare/workers-oauth-provider'
import { z } from 'zod'
import type { OAuthCall, WireAnswer } from './contract.ts'
import { canonicalPost } from './library.ts'
import type { AuthorizationParts } from './parts.ts'
import { recordStep } from './record-step.ts'
import { redirectKind } from './redirect-uri.ts'
import { WireRefusal } from './refusal.ts'
import type { Issuer } from '../configuration/configuration.ts'
import { requireIssuer } from './require-issuer.ts'
import { OAuthStore } from './storage/oauth-store.ts'
import { StagedKv } from './storage/staged-kv.ts'
import { libraryRefusal, wireAnswer } from './wire-answer.ts'
import { refuseWire } from './wire-call.ts'

const NAME_CHARACTERS_MAX = 256

/** The members Limen keeps (RFC 7591 §2); unknown ones are ignored. */
const metadataShape = z.object({
  redirect_uris: z.array(z.string().max(2_048)).min(1).max(50),
  client_name: z.string().optional(),
  token_endpoint_auth_method: z.string().optional(),
  grant_types: z.array(z.string()).optional(),
  response_types: z.array(z.string()).optional(),
  client_uri: z.string().optional(),
  logo_uri: z.string().optional(),
  tos_uri: z.string().optional(),
  policy_uri: z.string().optional(),
})

export async function answerRegistration(parts: AuthorizationParts, call: OAuthCall): Promise<WireAnswer> {
  const verdict = parts.limits.register.decide(call.address, Date.now())
  let issuer: Issuer | undefined
  try {
    issuer = await requireIssuer(parts, call.issuerKey)
    if (verdict !== 'allowed') {
      throw new WireRefusal('too_many_requests', 'Too many registrations from this address. Wait a minute.', {
        'retry-after': '60',
      })
    }
    const settings = issuer.gateway.clientRegistration
    if (!settings.dcr) throw new WireRefusal('access_denied', 'Dynamic client registration is closed here.')
    const metadata = parseMetadata(call.body)
    if (!metadata.redirect_uris.some((uri) => redirectKind(uri, settings.privateUseRedirectUris))) {
      throw new WireRefusal('invalid_redirect_uri', 'None of the redirect URIs can be used here.')
    }
    const store = new OAuthStore(parts.storage.sql, issuer.key)
    const kv = new StagedKv({ store, client: undefined, now: Date.now })
    const response = await parts.library.fetch(
      issuer,
      canonicalPost(issuer.surface.registrationEndpoint, 'application/json', JSON.stringify(metadata)),
      kv,
    )
    const staged = kv.staged('client:')[0]
    if (response.status !== 201 || !staged) throw await libraryRefusal(response)
    const client = JSON.parse(staged.entry.value) as ClientInfo
    await parts.clients.dynamic.store(issuer.key, client)
    recordStep(parts, call, issuer, 'register', {
      outcome: 'ok',
      status: 201,
      client: { id: client.clientId, name: client.clientName ?? client.clientId },
    })
    return wireAnswer(201, await response.json())
  } catch (error) {
    return refuseWire(error, (refusal, status) => {
      // A flood is one line in the log for each address and minute.
      if (verdict === 'refused') return
      recordStep(parts, call, issuer, 'register', {
        outcome: 'refused',
        status,
        ruleId: refusal.code,
        detail: refusal.message,
      })
    })
  }
}

/** Throws WireRefusal. What Limen does not support is left out, as RFC 7591 §2 allows, where something remains. */
function parseMetadata(body: string) {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    throw new WireRefusal('invalid_client_metadata', 'The body is no JSON.')
  }
  const parsed = metadataShape.safeParse(json)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? ''
    throw new WireRefusal(
      field.startsWith('redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata',
      field === '' ? 'The body must be a JSON object.' : `The member "${field}" is missing or wrong.`,
    )
  }
  const { client_name, grant_types, response_types, client_uri, logo_uri, tos_uri, policy_uri, ...rest } =
    parsed.data
  const uris = { client_uri, logo_uri, tos_uri, policy_uri }
  return {
    ...rest,
    ...(client_name?.trim() ? { client_name: client_name.trim().slice(0, NAME_CHARACTERS_MAX) } : {}),
    ...(grant_types
      ? { grant_types: supported(grant_types, ['authorization_code', 'refresh_token'], 'grant_types') }
      : { grant_types: ['authorization_code', 'refresh_token'] }),
    ...(response_types ? { response_types: supported(response_types, ['code'], 'response_types') } : {}),
    ...Object.fromEntries(
      Object.entries(uris).filter(
        ([, uri]) => uri !== undefined && /^https?:\/\//.test(uri) && URL.canParse(uri),
      ),
    ),
  }
}

function supported(given: readonly string[], accepted: readonly string[], member: string): string[] {
  const left = accepted.filter((value) => given.includes(value))
  if (left[0] !== accepted[0])
    throw new WireRefusal('invalid_client_metadata', `No value of "${member}" can be used here.`)
  return left
}
