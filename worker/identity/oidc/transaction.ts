// A sign-in between redirect and callback: sealed in a cookie of the browser that began it, so that strangers write
// nothing here and no other browser can finish it (RFC 6749 §10.12).
import { openSecret, sealSecret, SealedSecretError } from '../../crypto/envelope.ts'
import type { MasterKeys } from '../../crypto/master-keys.ts'
import type { PendingAuthorization } from '../../downstream/contract.ts'

export const TRANSACTION_SECONDS_MAX = 600

export interface SignInTransaction {
  pending: PendingAuthorization
  returnTo: string
  /** The provider was told to ask for credentials again. */
  isFresh: boolean
  startedAt: number
}

/** The value of the cookie. */
export function sealTransaction(
  keys: MasterKeys,
  state: string,
  transaction: SignInTransaction,
): Promise<string> {
  return sealSecret(keys, bindingOf(state), JSON.stringify(transaction))
}

/** Undefined where the cookie is not one of ours for this `state`, or is too old. */
export async function openTransaction(
  keys: MasterKeys,
  state: string,
  sealed: string,
  now: number,
): Promise<SignInTransaction | undefined> {
  try {
    const transaction = JSON.parse(await openSecret(keys, bindingOf(state), sealed)) as SignInTransaction
    return now - transaction.startedAt < TRANSACTION_SECONDS_MAX * 1_000 ? transaction : undefined
  } catch (error) {
    if (error instanceof SealedSecretError) return undefined
    throw error
  }
}

function bindingOf(state: string) {
  return { owner: 'sign-in', place: ['transaction', state] }
}
