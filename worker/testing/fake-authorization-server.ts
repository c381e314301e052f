// A downstream authorization server inside the test: rotates refresh tokens and, like oidc-provider, revokes a grant
// whose refresh token comes twice. Keeps a ledger of every request. `script` puts faults before its answers.
import type { DownstreamIo } from '../downstream/io.ts'

export interface LedgerEntry {
  method: string
  path: string
  form: URLSearchParams
  headers: Headers
}

/** Answers one request instead of the server; `commit` lets the server act as if it had answered. */
export type Fault = (request: LedgerEntry, commit: () => Response) => Response | Promise<Response>

interface ServerGrant {
  refreshToken: string
  used: Set<string>
  isRevoked: boolean
}

export class FakeAuthorizationServer {
  readonly ledger: LedgerEntry[] = []
  readonly #grants: ServerGrant[] = []
  readonly #faults: Fault[] = []
  #serial = 0
  /** Members of every successful token answer. */
  answer: Record<string, unknown> = { token_type: 'Bearer', expires_in: 3_600, scope: 'tickets.read' }
  documents: Record<string, unknown> = {}

  /** Token requests so far. */
  get tokenRequests(): LedgerEntry[] {
    return this.ledger.filter((entry) => entry.path === '/token')
  }

  get revocations(): LedgerEntry[] {
    return this.ledger.filter((entry) => entry.path === '/revoke')
  }

  /** The next request meets this fault. */
  script(...faults: Fault[]): void {
    this.#faults.push(...faults)
  }

  /** A fresh grant's refresh token. */
  issueRefreshToken(): string {
    const refreshToken = this.#next('rt')
    this.#grants.push({ refreshToken, used: new Set(), isRevoked: false })
    return refreshToken
  }

  isHonoured(refreshToken: string): boolean {
    return this.#grants.some((grant) => grant.refreshToken === refreshToken && !grant.isRevoked)
  }

  /** The user took the consent back at the provider. */
  revokeAll(): void {
    for (const grant of this.#grants) grant.isRevoked = true
  }

  io(now: () => number): DownstreamIo {
    return { now, send: (url, init) => this.#send(new URL(url), init) }
  }

  async #send(url: URL, init: RequestInit): Promise<Response> {
    const entry: LedgerEntry = {
      method: init.method ?? 'GET',
      path: url.pathname,
      form: new URLSearchParams(typeof init.body === 'string' ? init.body : ''),
      headers: new Headers(init.headers),
    }
    this.ledger.push(entry)
    await scheduler.wait(1)
    const fault = this.#faults.shift()
    return fault ? fault(entry, () => this.#serve(entry)) : this.#serve(entry)
  }

  #serve(entry: LedgerEntry): Response {
    if (entry.path === '/token' && entry.form.get('grant_type') === 'refresh_token')
      return this.#refresh(entry)
    if (entry.path === '/revoke') return new Response(null, { status: 200 })
    const document = this.documents[entry.path]
    return document === undefined ? new Response('not found', { status: 404 }) : Response.json(document)
  }

  #refresh(entry: LedgerEntry): Response {
    const presented = entry.form.get('refresh_token') ?? ''
    const grant = this.#grants.find((one) => one.refreshToken === presented || one.used.has(presented))
    if (!grant || grant.isRevoked) return Response.json({ error: 'invalid_grant' }, { status: 400 })
    if (grant.used.has(presented)) {
      grant.isRevoked = true
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    }
    grant.used.add(presented)
    grant.refreshToken = this.#next('rt')
    return Response.json({
      ...this.answer,
      access_token: this.#next('at'),
      refresh_token: grant.refreshToken,
    })
  }

  #next(kind: string): string {
    this.#serial += 1
    return `${kind}-${this.#serial}`
  }
}
