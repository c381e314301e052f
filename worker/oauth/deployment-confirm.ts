// The approval page of a server without a Gateway, on the main host: `/g/<server id>/confirm`. Its object decides; what it
// cannot know is told here: the server's name, and who is signed in at the deployment.
import { and, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { servers } from '../../schema/tables/servers.ts'
import { SIGN_IN_PATH } from '../admin/sign-in/urls.ts'
import { settingsOf, type Env } from '../environment.ts'
import { serverObject } from '../gateway/address.ts'
import type { SignedInPerson } from '../gateway/confirmations/contract.ts'
import type { OwnSignInRpc } from '../gateway/own-sign-ins/contract.ts'
import { isOnlyLookedAt } from '../http/only-looked-at.ts'
import { newRequestId } from '../http/request-id.ts'
import { findSession } from '../identity/find-session.ts'
import { oauthCallOf } from './oauth-call.ts'
import { emptyPage, guarded, methodRefused } from './page-endpoint.ts'
import { problemPage } from './pages/problem-page.ts'
import { respondOwn } from './respond-own.ts'

/** GET approves nothing. Never throws. */
export function answerDeploymentConfirm(request: Request, env: Env, serverId: string): Promise<Response> {
  const requestId = newRequestId()
  return guarded(requestId, async () => {
    if (isOnlyLookedAt(request)) return emptyPage(requestId)
    if (request.method !== 'GET' && request.method !== 'POST') return methodRefused(requestId)
    const server = await findServer(env, serverId)
    if (!server) return problemPage('not_found', requestId, 'This address belongs to no server.')
    const call = await oauthCallOf(request, '', requestId)
    const page = {
      serverId,
      serverName: server.name,
      signInUrl: `${settingsOf(env).publicOrigin}${SIGN_IN_PATH}/start`,
      person: await findPerson(env, call.cookie),
    }
    const object: OwnSignInRpc = serverObject(env, serverId)
    const answer =
      request.method === 'POST'
        ? await object.answerDeploymentConfirmation(call, page)
        : await object.deploymentConfirmationPage(call, page)
    return respondOwn(answer, requestId)
  })
}

/** No object is made for an id that a stranger invented. */
async function findServer(env: Env, serverId: string): Promise<{ name: string } | undefined> {
  const takesTokens = inArray(servers.authMode, ['api_key', 'none'])
  const [row] = await drizzle(env.DB)
    .select({ name: servers.name })
    .from(servers)
    .where(and(eq(servers.id, serverId), takesTokens))
  return row
}

async function findPerson(env: Env, cookie: string | null): Promise<SignedInPerson | null> {
  const found = await findSession(env, cookie, Date.now())
  if (!found) return null
  const { issuer, subject, email, emailVerified, displayName, isFresh, createdAt } = found.session
  return {
    issuer,
    subject,
    organization: null,
    email,
    emailVerified,
    displayName,
    isFresh,
    signedInAt: createdAt,
  }
}
