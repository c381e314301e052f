// Calls that wait for an approval: one row for each very same call, ten minutes, used once (product.md §6). What a call
// says is sealed (S11): owner = the object's, place = row id, 'confirmation'.
import { openSecret, sealSecret } from '../../crypto/envelope.ts'
import type { MasterKeys } from '../../crypto/master-keys.ts'
import { randomId, randomToken } from '../../crypto/random-id.ts'
import type { FamilyKey } from '../authorization/families.ts'
import type { Approver, ConfirmationAnswer, ConfirmationQuestion } from './contract.ts'

/** What the approver is shown. */
export interface ConfirmedContent {
  clientName: string
  tool: string
  arguments: string
}

export interface WaitingCall extends ConfirmedContent {
  id: string
  serverId: string
  attachmentId: string | null
  approver: Approver
  grantId: string | null
  expiresAt: number
}

interface Row {
  [column: string]: SqlStorageValue
  id: string
  server_id: string
  grant_id: string | null
  issuer: string
  subject: string
  organization: string | null
  content: string
  state: string
  expires_at: number
}

const CONFIRMATION_MS = 10 * 60_000
/** Waiting calls of one user (P9). */
const WAITING_MAX = 50
const WAIT_MS_MAX = 20_000

export class Confirmations {
  readonly #sql: SqlStorage
  readonly #owner: string
  readonly #keys: () => MasterKeys
  readonly #expireAt: (at: number) => void
  /** Questions that are being waited with, by row id. */
  readonly #waits = new Map<string, Set<() => void>>()

  constructor(options: {
    sql: SqlStorage
    owner: string
    keys: () => MasterKeys
    expireAt: (at: number) => void
  }) {
    this.#sql = options.sql
    this.#owner = options.owner
    this.#keys = options.keys
    this.#expireAt = options.expireAt
  }

  async ask(question: ConfirmationQuestion): Promise<ConfirmationAnswer> {
    if (question.isDeclined) this.#decline(question.digest)
    if (!this.#isLive(question.grantId)) return { verdict: 'ended' }
    const first = this.#settle(question.digest)
    if (first) return first
    let row = this.#find(question.digest) ?? (await this.#insert(question))
    if (row === undefined) return { verdict: 'too_many' }
    const waitMs = Math.min(question.waitMs, WAIT_MS_MAX)
    if (waitMs > 0) {
      await this.#wait(row.id, waitMs)
      if (!this.#isLive(question.grantId)) return { verdict: 'ended' }
      const later = this.#settle(question.digest)
      if (later) return later
      // Another call may have used the answer, or its ten minutes are over.
      row = this.#find(question.digest) ?? (await this.#insert(question))
      if (row === undefined) return { verdict: 'too_many' }
    }
    const mayElicitUrl = this.#mayElicitUrl(question.holder)
    return { verdict: 'waiting', id: row.id, expiresAt: row.expires_at, mayElicitUrl }
  }

  /** Undefined: unknown, answered, or too old. `ended`: with its grant, so that nobody can make it any longer. */
  async open(id: string): Promise<WaitingCall | 'ended' | undefined> {
    const [row] = this.#sql
      .exec<Row>(
        "SELECT * FROM confirmations WHERE id = ? AND state = 'waiting' AND expires_at > ?",
        id,
        Date.now(),
      )
      .toArray()
    if (!row) return undefined
    if (!this.#isLive(row.grant_id)) return 'ended'
    const text = await openSecret(this.#keys(), this.#binding(id), row.content)
    const content = JSON.parse(text) as ConfirmedContent & { attachmentId: string | null }
    return {
      ...content,
      id,
      serverId: row.server_id,
      grantId: row.grant_id,
      approver: approverOf(row),
      expiresAt: row.expires_at,
    }
  }

  /**
   * With its grant ends all that was asked or approved for it; synchronous, in the same transaction. What the call says
   * is erased, its row stays for its ten minutes, so that the page can say why nothing waits.
   */
  end({ issuerKey, userId, authorizationId }: FamilyKey): void {
    const ended = this.#sql.exec<{ id: string }>(
      `UPDATE confirmations SET digest = 'ended ' || id, content = '' WHERE grant_id IN (
         SELECT id FROM grants WHERE issuer_key = ? AND user_id = ? AND authorization_id = ?) RETURNING id`,
      issuerKey,
      userId,
      authorizationId,
    )
    for (const { id } of ended.toArray()) this.#wake(id)
  }

  /** Does nothing where its ten minutes are over, its grant has ended, or the same call was asked for anew. */
  giveBack(digest: string, receipt: string): void {
    this.#sql.exec(
      'UPDATE OR IGNORE confirmations SET digest = ? WHERE digest = ? AND expires_at > ?',
      digest,
      usedBy(receipt),
      Date.now(),
    )
  }

  /** False where it is answered already, or too old. */
  answer(id: string, state: 'approved' | 'declined'): boolean {
    const { rowsWritten } = this.#sql.exec(
      "UPDATE confirmations SET state = ? WHERE id = ? AND state = 'waiting' AND content <> '' AND expires_at > ?",
      state,
      id,
      Date.now(),
    )
    this.#wake(id)
    return rowsWritten > 0
  }

  noteAbilities(holder: string, urlElicitation: boolean): void {
    this.#sql.exec(
      `INSERT INTO client_abilities (holder, url_elicitation, seen_at) VALUES (?, ?, ?)
       ON CONFLICT (holder) DO UPDATE SET url_elicitation = excluded.url_elicitation, seen_at = excluded.seen_at`,
      holder,
      urlElicitation ? 1 : 0,
      Date.now(),
    )
  }

  /** An exchanged token stands for the grant that it has not. Null: an access token, which the edge has asked about. */
  #isLive(grantId: string | null): boolean {
    if (grantId === null) return true
    const found = this.#sql.exec(
      `SELECT 1 FROM grants WHERE id = ?1 AND state IN ('active', 'refreshing')
       UNION ALL SELECT 1 FROM embedded_tokens WHERE id = ?1 AND expires_at > ?2`,
      grantId,
      Date.now(),
    )
    return found.toArray().length > 0
  }

  #mayElicitUrl(holder: string): boolean {
    const [row] = this.#sql
      .exec<{ may: number }>('SELECT url_elicitation AS may FROM client_abilities WHERE holder = ?', holder)
      .toArray()
    return row?.may === 1
  }

  #decline(digest: string): void {
    this.#sql.exec(
      "UPDATE confirmations SET state = 'declined' WHERE digest = ? AND state = 'waiting'",
      digest,
    )
  }

  /** An answer that stands leaves its call with this look: it counts once. */
  #settle(digest: string): Extract<ConfirmationAnswer, { verdict: 'confirmed' | 'declined' }> | undefined {
    const receipt = randomToken(16)
    const [row] = this.#sql
      .exec<{ state: string }>(
        `UPDATE confirmations SET digest = ?, content = ''
         WHERE digest = ? AND state <> 'waiting' AND expires_at > ? RETURNING state`,
        usedBy(receipt),
        digest,
        Date.now(),
      )
      .toArray()
    if (!row) return undefined
    return row.state === 'approved' ? { verdict: 'confirmed', receipt } : { verdict: 'declined' }
  }

  #find(digest: string): Row | undefined {
    const [row] = this.#sql
      .exec<Row>('SELECT * FROM confirmations WHERE digest = ? AND expires_at > ?', digest, Date.now())
      .toArray()
    return row
  }

  async #insert(question: ConfirmationQuestion): Promise<Row | undefined> {
    const { digest, serverId, attachmentId, grantId, clientName, tool } = question
    const { issuer, subject, organization } = columnsOf(question.approver)
    const id = randomId('cnf')
    const shown = { clientName, tool, arguments: question.arguments, attachmentId }
    const content = await sealSecret(this.#keys(), this.#binding(id), JSON.stringify(shown))
    const now = Date.now()
    const { waiting } = this.#sql
      .exec<{ waiting: number }>(
        `SELECT count(*) AS waiting FROM confirmations
         WHERE issuer = ? AND subject = ? AND expires_at > ? AND content <> ''`,
        issuer,
        subject,
        now,
      )
      .one()
    if (waiting >= WAITING_MAX) return undefined
    this.#sql.exec('DELETE FROM confirmations WHERE digest = ? AND expires_at <= ?', digest, now)
    const expiresAt = now + CONFIRMATION_MS
    // Two of the same call at once share one row.
    this.#sql.exec(
      `INSERT INTO confirmations
         (id, digest, server_id, grant_id, issuer, subject, organization, content, state, created_at, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?) ON CONFLICT (digest) DO NOTHING`,
      id,
      digest,
      serverId,
      grantId,
      issuer,
      subject,
      organization,
      content,
      now,
      expiresAt,
    )
    this.#expireAt(expiresAt)
    return this.#find(digest)
  }

  #wait(id: string, waitMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const waits = this.#waits.get(id) ?? new Set()
    this.#waits.set(id, waits.add(resolve))
    const timer = setTimeout(resolve, waitMs)
    return promise.finally(() => {
      clearTimeout(timer)
      waits.delete(resolve)
      if (waits.size === 0) this.#waits.delete(id)
    })
  }

  #wake(id: string): void {
    for (const wake of this.#waits.get(id) ?? []) wake()
  }

  #binding(id: string) {
    return { owner: this.#owner, place: [id, 'confirmation'] }
  }
}

/** In place of an issuer, which is a URL: the subject is an e-mail. */
const BY_EMAIL = 'email'

/** In place of the digest: matches no call. */
function usedBy(receipt: string): string {
  return `used ${receipt}`
}

function columnsOf(approver: Approver): Pick<Row, 'issuer' | 'subject' | 'organization'> {
  return 'email' in approver ? { issuer: BY_EMAIL, subject: approver.email, organization: null } : approver
}

function approverOf({ issuer, subject, organization }: Row): Approver {
  return issuer === BY_EMAIL ? { email: subject } : { issuer, subject, organization }
}
