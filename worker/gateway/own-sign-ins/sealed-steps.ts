// What waits for a handle that one browser holds: encrypted under the handle, which is kept nowhere.
import { sha256Base64url } from '../../crypto/digest.ts'
import { openUnderToken, sealUnderToken } from '../../crypto/token-sealed.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'

export type OwnStepKind =
  | 'own_sign_in'
  | 'deployment_sign_in'
  | 'confirmation_form'
  | 'service_ticket'
  | 'connections_start'
  | 'connections_sign_in'
  | 'connections_code'
  | 'connections_session'

type Store = Pick<AuthorizationParts, 'storage' | 'expireAt'>

export async function putStep(
  parts: Store,
  kind: OwnStepKind,
  handle: string,
  value: unknown,
  expiresAt: number,
): Promise<void> {
  const hash = await hashOf(kind, handle)
  const sealed = await sealUnderToken(handle, kind, JSON.stringify(value))
  parts.storage.sql.exec(
    'INSERT INTO sealed_steps (hash, kind, value, expires_at) VALUES (?, ?, ?, ?)',
    hash,
    kind,
    sealed,
    expiresAt,
  )
  parts.expireAt(expiresAt)
}

/** Undefined: unknown, used, or too old. */
export async function findStep<T>(
  parts: Pick<AuthorizationParts, 'storage'>,
  kind: OwnStepKind,
  handle: string,
): Promise<T | undefined> {
  const [row] = parts.storage.sql
    .exec<{ value: string }>(
      'SELECT value FROM sealed_steps WHERE hash = ? AND kind = ? AND expires_at > ?',
      await hashOf(kind, handle),
      kind,
      Date.now(),
    )
    .toArray()
  return row && (JSON.parse(await openUnderToken(handle, kind, row.value)) as T)
}

/** The same, once: whoever asks second finds nothing. */
export async function takeStep<T>(
  parts: Pick<AuthorizationParts, 'storage'>,
  kind: OwnStepKind,
  handle: string,
): Promise<T | undefined> {
  const [row] = parts.storage.sql
    .exec<{ value: string }>(
      'DELETE FROM sealed_steps WHERE hash = ? AND kind = ? AND expires_at > ? RETURNING value',
      await hashOf(kind, handle),
      kind,
      Date.now(),
    )
    .toArray()
  return row && (JSON.parse(await openUnderToken(handle, kind, row.value)) as T)
}

function hashOf(kind: OwnStepKind, handle: string): Promise<string> {
  return sha256Base64url(`${kind} ${handle}`)
}
