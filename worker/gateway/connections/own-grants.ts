// What a session of *My connections* may see: exactly the grants of its (issuer, subject) at this Gateway (product.md §5).
import { isBlockedUser } from '../authorization/blocked-users.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import type { GrantPage, GrantView } from '../contract.ts'
import { findStep, takeStep } from '../own-sign-ins/sealed-steps.ts'
import type { ConnectionsSession } from './contract.ts'

type Parts = Pick<AuthorizationParts, 'storage' | 'vault'>

/** A user who was blocked meanwhile has no session any more. */
export async function findConnectionsSession(
  parts: Parts,
  token: string,
): Promise<ConnectionsSession | null> {
  const session = await findStep<ConnectionsSession>(parts, 'connections_session', token)
  return session && !isBlockedUser(parts.storage.sql, session.identity) ? session : null
}

export async function endConnectionsSession(parts: Parts, token: string): Promise<void> {
  await takeStep(parts, 'connections_session', token)
}

export async function listConnections(
  parts: Parts,
  token: string,
  query: { cursor?: string; limit: number },
): Promise<GrantPage | null> {
  const session = await findConnectionsSession(parts, token)
  if (!session) return null
  const { issuer, subject } = session.identity
  return parts.vault.list({ ...query, userIssuer: issuer, userSubject: subject })
}

export async function findConnection(
  parts: Parts,
  token: string,
  grantId: string,
): Promise<GrantView | undefined> {
  const session = await findConnectionsSession(parts, token)
  const grant = parts.vault.find(grantId)
  if (!session || !grant) return undefined
  const { issuer, subject } = session.identity
  return grant.identity.issuer === issuer && grant.identity.subject === subject ? grant : undefined
}
