// What a page's form was answered, for a double click or a reload (O14): kept for as long as the library keeps the
// transaction, encrypted under the handle that only the browser holds.
import { sha256Base64url } from '../../crypto/digest.ts'
import { openUnderToken, sealUnderToken } from '../../crypto/token-sealed.ts'
import type { PageAnswer } from './contract.ts'
import { PageRefusal } from './refusal.ts'

const ANSWER_MS = 10 * 60_000

/** Which form, and what was pressed there. */
export interface PressedForm {
  /** Keeps forms and issuers apart: a handle of one attachment means nothing at another (S8). */
  purpose: string
  issuerKey: string
  handle: string
  /** The decision as one text; another one for the same handle is refused. */
  decision: string
}

/** An answer that is sealed and not yet written. */
export interface SealedAnswer {
  handleHash: string
  decision: string
  answer: string
  expiresAt: number
}

export function handleHashOf({ issuerKey, handle }: Pick<PressedForm, 'issuerKey' | 'handle'>) {
  return sha256Base64url(`${issuerKey} ${handle}`)
}

/** What the same form was answered before. Throws PageRefusal where the decision was another one. */
export async function findKeptAnswer(sql: SqlStorage, form: PressedForm): Promise<PageAnswer | undefined> {
  const [row] = sql
    .exec<{ decision: string; answer: string }>(
      'SELECT decision, answer FROM consent_answers WHERE handle_hash = ? AND expires_at > ?',
      await handleHashOf(form),
      Date.now(),
    )
    .toArray()
  if (!row) return undefined
  if (row.decision !== form.decision) {
    throw new PageRefusal('already_answered', 'This page was already answered, and differently.')
  }
  return JSON.parse(await openUnderToken(form.handle, purposeOf(form), row.answer)) as PageAnswer
}

export async function sealAnswer(form: PressedForm, answer: PageAnswer): Promise<SealedAnswer> {
  return {
    handleHash: await handleHashOf(form),
    decision: form.decision,
    answer: await sealUnderToken(form.handle, purposeOf(form), JSON.stringify(answer)),
    expiresAt: Date.now() + ANSWER_MS,
  }
}

/** Synchronous: call it in the transaction of what the answer tells. */
export function insertAnswer(sql: SqlStorage, sealed: SealedAnswer): void {
  sql.exec(
    'INSERT INTO consent_answers (handle_hash, decision, answer, expires_at) VALUES (?, ?, ?, ?)',
    sealed.handleHash,
    sealed.decision,
    sealed.answer,
    sealed.expiresAt,
  )
}

function purposeOf({ purpose, issuerKey }: PressedForm): string {
  return `${purpose} ${issuerKey}`
}
