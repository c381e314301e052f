// One MCP client of one user: signs in, calls, refreshes its own tokens, and keeps its own account of every answer.
import type { Faults } from '../faults.ts'
import { pause } from '../platform/serve.ts'
import { askForTokens, registerClient, signIn, type ClientTokens, type Place } from './sign-in.ts'

/** One call as its client saw it. Times are ms since 1970. */
export interface ClientCall {
  call: string
  startedAt: number
  endedAt: number
  /** `answered`: a result or an error, whole; `wrong`: an answer that is neither; `none`: the connection failed. */
  outcome: 'answered' | 'wrong' | 'none' | 'left'
  status: number | null
  detail: string
}

/** The client was told to sign in again. */
export interface SignedOut {
  at: number
  /** The family behind its last result; undefined where it never had one. */
  family: string | undefined
}

/** Longer than anything Limen may take for these calls. */
const ANSWER_MS_MAX = 40_000
const REFRESH_CHANCE = 0.04
/** Several at once: all of them wait for one refresh, and a client that is refused refreshes several times at once. */
const BURST_CHANCE = 0.03
const BURST = 4
/** The same person on another machine: the grant of the tokens that are left behind lives on. */
const SIGN_IN_CHANCE = 0.005
/** An eleventh authorization would end the first one (product.md §5). */
const SIGN_INS_MAX = 8

export class McpClient {
  readonly calls: ClientCall[] = []
  readonly signedOut: SignedOut[] = []
  signIns = 0
  refreshes = 0
  failedSignIns = 0
  /** Why the last sign-in failed. */
  failure = ''
  readonly user: string
  readonly #name: string
  readonly #place: Place
  readonly #faults: Faults
  #clientId: string | undefined
  #tokens: ClientTokens | undefined
  #family: string | undefined
  #sent = 0

  constructor(options: { name: string; user: string; place: Place; faults: Faults }) {
    this.user = options.user
    this.#name = options.name
    this.#place = options.place
    this.#faults = options.faults
  }

  get isSignedIn(): boolean {
    return this.#tokens !== undefined
  }

  /** One step of a client at work: signs in where it has to, else calls or refreshes. */
  async step(): Promise<void> {
    if (!this.#tokens) {
      if (!(await this.signIn())) await pause(this.#faults.random.between(500, 1_500))
      return
    }
    if (this.signIns < SIGN_INS_MAX && this.#faults.random.chance(SIGN_IN_CHANCE)) await this.signIn()
    else if (this.#faults.random.chance(REFRESH_CHANCE)) await this.refresh()
    else if (this.#faults.random.chance(BURST_CHANCE))
      await Promise.all(Array.from({ length: BURST }, () => this.call()))
    else await this.call()
  }

  /** Whether it succeeded. */
  async signIn(): Promise<boolean> {
    try {
      this.#clientId ??= await registerClient(this.#place, this.#name)
      this.#tokens = await signIn(this.#place, this.#clientId, this.user)
      this.#family = undefined
      this.signIns += 1
      return true
    } catch (error) {
      this.failedSignIns += 1
      this.failure = causeOf(error)
      return false
    }
  }

  /** O10: the same token until there is an answer. Without one the tokens stay as they are. */
  async refresh(): Promise<void> {
    if (!this.#tokens || this.#clientId === undefined) return
    const presented = this.#tokens.refreshToken
    try {
      const answer = await askForTokens(this.#place.base, {
        grant_type: 'refresh_token',
        client_id: this.#clientId,
        refresh_token: presented,
      })
      // What another one brought meanwhile is newer.
      if (this.#tokens?.refreshToken !== presented) return
      if ('tokens' in answer) {
        this.#tokens = answer.tokens
        this.refreshes += 1
      } else if (answer.error === 'invalid_grant') {
        this.signedOut.push({ at: Date.now(), family: this.#family })
        this.#tokens = undefined
      }
    } catch {
      // No answer: the next one asks again with the same token.
    }
  }

  async call(): Promise<ClientCall | undefined> {
    if (!this.#tokens) return undefined
    this.#sent += 1
    const id = this.#sent
    const call = `${this.#name}-${id}`
    const leaves = this.#faults.draw('client') === 'leaves'
    const startedAt = Date.now()
    const seen = await this.#send({ id, call, leaves }, this.#tokens.accessToken)
    const done: ClientCall = { call, startedAt, endedAt: Date.now(), ...seen }
    this.calls.push(done)
    if (done.status === 401) await this.refresh()
    return done
  }

  async #send(
    { id, call, leaves }: { id: number; call: string; leaves: boolean },
    accessToken: string,
  ): Promise<Pick<ClientCall, 'outcome' | 'status' | 'detail'>> {
    const params = { name: 'whoami', arguments: { call, user: this.user, leaves } }
    const waitMs = leaves ? this.#faults.random.between(2, 120) : ANSWER_MS_MAX
    let status: number | null = null
    try {
      const response = await fetch(`${this.#place.base}/mcp`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${accessToken}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': '2025-11-25',
          // Stands in the log, which is how the judge finds the event of this very call.
          'user-agent': `soak ${call}`,
        },
        body: JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }),
        signal: AbortSignal.timeout(waitMs),
      })
      status = response.status
      return { status, ...this.#read(await response.text(), status, id, call) }
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === 'TimeoutError'
      const detail = isTimeout && !leaves ? `no answer in ${waitMs} ms` : causeOf(error)
      return { outcome: leaves ? 'left' : 'none', status, detail }
    }
  }

  /** P4: a result of this very call, or an error that says so. */
  #read(text: string, status: number, id: number, call: string): Pick<ClientCall, 'outcome' | 'detail'> {
    const message = messageIn(text)
    const detail = text.slice(0, 300)
    if (status !== 200) return { outcome: status >= 400 ? 'answered' : 'wrong', detail }
    if (message?.id !== id) return { outcome: 'wrong', detail }
    if (message.error) return { outcome: 'answered', detail }
    const said = parse(message.result?.content?.[0]?.text ?? '') as { call?: string; family?: string }
    if (said?.call !== call) return { outcome: 'wrong', detail }
    this.#family = said.family
    return { outcome: 'answered', detail: 'result' }
  }
}

interface Message {
  id?: unknown
  error?: unknown
  result?: { content?: { text?: string }[] }
}

/** The body, or the last event of a stream. */
function messageIn(text: string): Message | undefined {
  const events = [...text.matchAll(/^data: ?(.+)$/gm)].map(([, data]) => data)
  return parse(text.startsWith('{') ? text : (events.at(-1) ?? '')) as Message | undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error
  return `${message}${cause instanceof Error ? `: ${cause.message}` : ''}`
}
