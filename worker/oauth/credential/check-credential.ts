// Who calls? (architecture.md §3.4) On the hot path one Map lookup; on a miss the outer MAC is checked before the object is
// asked, once: that of the Gateway for an MCP token, that of the server itself for an access token.
import { issuerKeyOf, type Surface } from '../../edge/public-urls.ts'
import { isAttached, type Snapshot } from '../../edge/snapshot.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { gatewayObject, serverObject } from '../../gateway/address.ts'
import type { CredentialAnswer, CredentialQuestion, GatewayRpc } from '../../gateway/contract.ts'
import { newRequestId } from '../../http/request-id.ts'
import { accessTokenBinding, accessTokenQuestion, cacheKeyOf } from './access-token.ts'
import { cacheEpoch, findAnswer, keepAnswer } from './credential-cache.ts'
import { openToken } from './token-envelope.ts'

const INVALID: CredentialAnswer = { ok: false, reason: 'invalid_token' }

/**
 * The answer for the bearer token of this request at this server, at most `maxAgeMs` old and never older than
 * REVOCATION_CACHE_SECONDS. A request without a bearer token is `invalid_token`. Never throws.
 */
export async function checkCredential(
  request: Request,
  env: Env,
  snapshot: Snapshot,
  surface: Surface,
  options: { maxAgeMs: number },
): Promise<CredentialAnswer> {
  const token = bearerToken(request.headers.get('authorization'))
  if (token === undefined) return INVALID
  const isOAuth = snapshot.server.authMode === 'oauth'
  if (isOAuth && !isAttached(snapshot)) return { ok: false, reason: 'no_gateway' }
  const issuerKey =
    isOAuth && isAttached(snapshot) ? issuerKeyOf(snapshot.attachment.id, surface.form) : cacheKeyOf(snapshot)
  const askedAt = Date.now()
  const known = findAnswer(token, issuerKey, askedAt, options.maxAgeMs)
  if (known) return known
  try {
    const asked = { at: askedAt, epoch: cacheEpoch() }
    const answer = isOAuth
      ? await askGateway(env, snapshot, issuerKey, token)
      : await askServer(env, snapshot, token)
    if (!answer) return INVALID
    keepAnswer(token, issuerKey, answer, asked, settingsOf(env).revocationCacheMs)
    return answer
  } catch (error) {
    const requestId = newRequestId()
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    console.error(JSON.stringify({ level: 'error', requestId, message }))
    return { ok: false, reason: 'internal', requestId }
  }
}

/** Undefined: not one of ours, and the object was not woken. */
async function askGateway(
  env: Env,
  snapshot: Snapshot,
  issuerKey: string,
  token: string,
): Promise<CredentialAnswer | undefined> {
  if (!isAttached(snapshot)) return undefined
  const opened = await openToken(settingsOf(env).masterKeys(), token, { issuerKey, kind: 'access' })
  if (!opened) return undefined
  const object: GatewayRpc = gatewayObject(env, snapshot.gateway, opened.shard)
  const question: CredentialQuestion = { token: opened.token, issuerKey, serverId: snapshot.server.id }
  return object.credential(question)
}

async function askServer(env: Env, snapshot: Snapshot, token: string): Promise<CredentialAnswer | undefined> {
  const { server } = snapshot
  const opened = await openToken(settingsOf(env).masterKeys(), token, accessTokenBinding(server.id))
  if (!opened) return undefined
  const object: GatewayRpc = serverObject(env, server.id)
  return object.credential(accessTokenQuestion(server, opened.token))
}

/** RFC 6750 §2.1; the scheme's name has no case (RFC 9110 §11.1). Two credentials in one header are none. */
export function bearerToken(header: string | null): string | undefined {
  if (header === null || header.slice(0, 7).toLowerCase() !== 'bearer ') return undefined
  const token = header.slice(7).trim()
  return token !== '' && !/[\s,]/.test(token) ? token : undefined
}
