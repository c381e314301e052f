// People at the demo's admin plane: they sign in at its authorization server, and Ada is the first Owner.
import { AdminApi, AdminApiError } from '../../cli/admin-api.ts'
import { PERMISSIONS, type Role } from '../../schema/api/permissions.ts'
import { CookieJar } from './cookie-jar.ts'
import { saveCredential } from './secrets.ts'
import { users, type DemoUser, type Stack } from './stack.ts'
import { walk } from './walk.ts'

/** Signs a person in at the admin plane. The jar then holds their session. */
export async function signIn(origin: string, person: DemoUser, jar = new CookieJar()): Promise<CookieJar> {
  await walk(new URL(`${origin}/api/v1/sign-in/start`), { person, redirectUri: `${origin}/`, jar })
  return jar
}

/** A request of a person's browser, from a page of Limen. */
export async function askAs(
  origin: string,
  jar: CookieJar,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const url = new URL(`${origin}/api/v1${path}`)
  return fetch(url, {
    method,
    headers: {
      cookie: jar.header(url) ?? '',
      origin,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/**
 * The stack with a credential that has every permission and does not end with the bootstrap secret, and with Ada as
 * the first Owner. A second start finds both again.
 */
export async function ensureOwner(stack: Stack, secretsFile: string): Promise<Stack> {
  const key = await ensureAdminKey(stack, secretsFile)
  const admin = new AdminApi(stack.admin.baseUrl, key)
  const { members } = await admin.get<{ members: unknown[] }>('/members?role=owner')
  if (members.length === 0) await makeMember(stack.origin, admin, users[0], 'owner')
  return { ...stack, admin, adminSecret: key }
}

async function ensureAdminKey(stack: Stack, secretsFile: string): Promise<string> {
  const { adminKey } = stack.secrets
  if (adminKey !== undefined && (await isAccepted(new AdminApi(stack.admin.baseUrl, adminKey))))
    return adminKey
  const body = { name: 'Demo', permissions: PERMISSIONS }
  const { key } = await stack.admin.post<{ key: string }>('/api-keys', body)
  saveCredential(secretsFile, { adminKey: key })
  return key
}

/** As a person would: invited by link, signed in with that e-mail, accepted. */
export async function makeMember(
  origin: string,
  admin: AdminApi,
  person: DemoUser,
  role: Role,
): Promise<CookieJar> {
  const { invitations } = await admin.get<{ invitations: { id: string; email: string }[] }>('/invitations')
  // An earlier start may have been cut off before the link was used.
  const open = invitations.find(({ email }) => email === person.email)
  const invited = open
    ? admin.post<{ token: string }>(`/invitations/${open.id}/resend`, {})
    : admin.post<{ token: string }>('/invitations', { email: person.email, role })
  const { token } = await invited
  const jar = await signIn(origin, person)
  const accepted = await askAs(origin, jar, 'POST', '/invitations/accept', { token })
  if (!accepted.ok) throw new Error(`${person.login} could not become ${role}: ${await accepted.text()}`)
  return jar
}

async function isAccepted(admin: AdminApi): Promise<boolean> {
  try {
    await admin.get('/session')
    return true
  } catch (error) {
    if (error instanceof AdminApiError && error.status === 401) return false
    throw error
  }
}
