// Keys of programs at the admin plane: how one looks, and which one a credential is.
import { and, eq, gt, isNull, lt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { apiKeys, members, type ApiKeyRow, type MemberRow } from '../../schema/tables/index.ts'
import { sha256Base64url } from '../crypto/digest.ts'
import { randomToken } from '../crypto/random-id.ts'
import type { Env } from '../environment.ts'

/** Shares the prefix by which logs recognise credentials (`worker/logs/redact.ts`). */
const API_KEY = /^lmn_key_[\w-]{43}$/
/** `last_used_at` is renewed at most this often. */
const TOUCH_MS = 5 * 60_000

export interface FoundApiKey {
  key: ApiKeyRow
  /** Whose rights bound it; null for a key that the bootstrap secret made. */
  maker: MemberRow | null
}

export function newApiKey(): string {
  return `lmn_key_${randomToken(32)}`
}

export function isApiKey(credential: string): boolean {
  return API_KEY.test(credential)
}

/**
 * Undefined for a key that is unknown, revoked or expired, or whose maker is no member any more. Asked of D1 each time,
 * so that a revocation holds at once.
 */
export async function findApiKey(
  env: Pick<Env, 'DB'>,
  credential: string,
  now: number,
): Promise<FoundApiKey | undefined> {
  const [found] = await drizzle(env.DB)
    .select({ key: apiKeys, maker: members })
    .from(apiKeys)
    .leftJoin(members, eq(members.id, apiKeys.memberId))
    .where(
      and(
        eq(apiKeys.tokenHash, await sha256Base64url(credential)),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    )
  return found && (found.key.memberId === null || found.maker) ? found : undefined
}

/** Remembers that the key is used. Undefined where there is nothing to write. */
export function touchApiKey(
  env: Pick<Env, 'DB'>,
  { id, lastUsedAt }: ApiKeyRow,
  now: number,
): Promise<unknown> | undefined {
  if (lastUsedAt !== null && lastUsedAt > now - TOUCH_MS) return undefined
  return drizzle(env.DB)
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, now))))
}
