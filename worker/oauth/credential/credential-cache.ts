// Credential answers of this isolate (P8, architecture.md §3.4): bounded, short, keyed by the token itself. Beside the
// downstream token in the answer it is no further secret, and hashing it would cost more than all else on the hot path.
// Only tokens whose MAC is genuine get in, so that a stranger fills nothing.
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
/** Raised by each forgetting, so that an answer that was asked for before is not kept after it. */
let epoch = 0

/** Read it before asking, and hand it to `keepAnswer`. */
export function cacheEpoch(): number {
  return epoch
}

export function findAnswer(
  token: string,
  issuerKey: string,
  now: number,
  maxAgeMs: number,
): CredentialAnswer | undefined {
  const entry = entries.get(token)
  if (!entry || entry.issuerKey !== issuerKey || entry.until <= now) return undefined
  return now - entry.storedAt < maxAgeMs ? entry.answer : undefined
}

/**
 * Keeps an answer until the earliest of `cacheMs`, the MCP token's end and the downstream token's; refusals 5 s. One
 * that was asked for before something was forgotten is not kept (P8).
 */
export function keepAnswer(
  token: string,
  issuerKey: string,
  answer: CredentialAnswer,
  asked: { at: number; epoch: number },
  cacheMs: number,
): void {
  if (asked.epoch !== epoch) return
  const until = untilOf(answer, asked.at, cacheMs)
  entries.delete(token)
  if (until <= asked.at) return
  entries.set(token, { issuerKey, answer, storedAt: asked.at, until })
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
  const downstreamEnd = 'token' in answer ? null : answer.downstream.expiresAt
  return Math.min(askedAt + cacheMs, answer.expiresAt, downstreamEnd ?? Number.POSITIVE_INFINITY)
}

/** This isolate asks again at the token's next use. */
export function forgetToken(token: string): void {
  epoch += 1
  entries.delete(token)
}

/** Forgets every token of one grant. */
export function forgetGrant(grantId: string): void {
  epoch += 1
  for (const [token, { answer }] of entries) {
    if (answer.ok && answer.caller?.grantId === grantId) entries.delete(token)
  }
}

/** Forgets everything: a whole user, client or Gateway was revoked. */
export function forgetAllCredentials(): void {
  epoch += 1
  entries.clear()
}
