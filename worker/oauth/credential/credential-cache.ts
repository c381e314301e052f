// Credential answers of this isolate (P8, architecture.md §3.4): keyed by the token's SHA-256, bounded, short.
import type { CredentialAnswer } from '../../gateway/contract.ts'

const ENTRIES_MAX = 10_000
const REFUSAL_MS = 5_000

interface Entry {
  issuerKey: string
  answer: CredentialAnswer
  storedAt: number
  until: number
}

const entries = new Map<string, Entry>()

export function findAnswer(
  digest: string,
  issuerKey: string,
  now: number,
  maxAgeMs: number,
): CredentialAnswer | undefined {
  const entry = entries.get(digest)
  if (!entry || entry.issuerKey !== issuerKey || entry.until <= now) return undefined
  return now - entry.storedAt < maxAgeMs ? entry.answer : undefined
}

/** Keeps an answer until the earliest of `cacheMs`, the MCP token's end and the downstream token's; refusals 5 s. */
export function keepAnswer(
  digest: string,
  issuerKey: string,
  answer: CredentialAnswer,
  askedAt: number,
  cacheMs: number,
): void {
  const until = untilOf(answer, askedAt, cacheMs)
  entries.delete(digest)
  if (until <= askedAt) return
  entries.set(digest, { issuerKey, answer, storedAt: askedAt, until })
  if (entries.size > ENTRIES_MAX) {
    const [oldest] = entries.keys()
    if (oldest !== undefined) entries.delete(oldest)
  }
}

function untilOf(answer: CredentialAnswer, askedAt: number, cacheMs: number): number {
  if (!answer.ok) {
    // Only the answer about the token itself is worth keeping; the others speak about a moment.
    return answer.reason === 'invalid_token' ? askedAt + Math.min(REFUSAL_MS, cacheMs) : askedAt
  }
  return Math.min(
    askedAt + cacheMs,
    answer.expiresAt,
    answer.downstream.expiresAt ?? Number.POSITIVE_INFINITY,
  )
}

export function forgetDigest(digest: string): void {
  entries.delete(digest)
}

/** Forgets every token of one grant. */
export function forgetGrant(grantId: string): void {
  for (const [digest, { answer }] of entries) {
    if (answer.ok && answer.caller.grantId === grantId) entries.delete(digest)
  }
}

/** Forgets everything: a whole user, client or Gateway was revoked. */
export function forgetAllCredentials(): void {
  entries.clear()
}
