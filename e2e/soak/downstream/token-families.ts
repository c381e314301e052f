// The ledger of the downstream authorization server: families of refresh tokens with rotation and reuse detection, and
// every token request that came for them. Knows nothing of HTTP, and nothing of Limen.
import { randomBytes } from 'node:crypto'

/**
 * What becomes of a refresh token that comes a second time. `strict`: its family ends. `graceful`: the same successor
 * again, while nobody has used that. `shared`: every family of the user ends.
 */
export type Policy = 'strict' | 'graceful' | 'shared'

/** `not processed`: the server did nothing with the token. */
export type TokenVerdict = 'rotated' | 'repeated' | 'invalid_grant' | 'not processed'

/** One request with a refresh token. Times are ms since 1970. */
export interface RefreshRequest {
  /** 1 for the token that the code was redeemed for. */
  generation: number
  arrivedAt: number
  verdict: TokenVerdict
  /** When the exchange was over; null while it is under way. */
  endedAt: number | null
  /** What Limen was answered, whole and readable: the verdict, or that nothing was done. Null: nobody told it. */
  told: 'verdict' | 'not processed' | null
}

export interface Family {
  id: string
  user: string
  policy: Policy
  createdAt: number
  /** Of the refresh token that is good now. */
  generation: number
  refreshToken: string
  /** Null while the server honours it. */
  ended: { at: number; by: 'reuse' | 'sign-out' | 'reuse in another family' } | null
  requests: RefreshRequest[]
  /** When the access token of a generation was first seen at the runtime. */
  usedAt: Map<number, number>
}

export interface Tokens {
  family: Family
  accessToken: string
  refreshToken: string
}

interface Stored {
  family: Family
  generation: number
}

export class TokenFamilies {
  readonly families: Family[] = []
  /** Refresh tokens that this server never issued. */
  readonly unknownTokens: string[] = []
  readonly #refreshTokens = new Map<string, Stored>()
  readonly #accessTokens = new Map<string, Stored & { expiresAt: number }>()
  readonly #lifetimeMs: (family: Family) => number

  constructor(lifetimeMs: (family: Family) => number) {
    this.#lifetimeMs = lifetimeMs
  }

  begin(user: string, policy: Policy): Tokens {
    const family: Family = {
      id: `fam_${this.families.length + 1}`,
      user,
      policy,
      createdAt: Date.now(),
      generation: 0,
      refreshToken: '',
      ended: null,
      requests: [],
      usedAt: new Map(),
    }
    this.families.push(family)
    this.#rotate(family)
    return this.#issue(family)
  }

  /** Opens the record of a request; undefined for a token that is none of ours. */
  arrive(refreshToken: string): { family: Family; request: RefreshRequest } | undefined {
    const stored = this.#refreshTokens.get(refreshToken)
    if (!stored) {
      this.unknownTokens.push(refreshToken)
      return undefined
    }
    const { family, generation } = stored
    const request: RefreshRequest = {
      generation,
      arrivedAt: Date.now(),
      verdict: 'not processed',
      endedAt: null,
      told: null,
    }
    family.requests.push(request)
    return { family, request }
  }

  /** RFC 9700 §4.14.2. Undefined is `invalid_grant`. */
  process(family: Family, request: RefreshRequest): Tokens | undefined {
    if (family.ended) {
      request.verdict = 'invalid_grant'
      return undefined
    }
    if (request.generation === family.generation) {
      request.verdict = 'rotated'
      this.#rotate(family)
      return this.#issue(family)
    }
    if (this.#mayRepeat(family, request)) {
      request.verdict = 'repeated'
      return this.#issue(family)
    }
    request.verdict = 'invalid_grant'
    this.#endForReuse(family)
    return undefined
  }

  /** The user withdrew what they had allowed. */
  signOut(family: Family): void {
    family.ended ??= { at: Date.now(), by: 'sign-out' }
  }

  find(refreshToken: string): Stored | undefined {
    return this.#refreshTokens.get(refreshToken)
  }

  /** Whose access token it is; undefined where it never was one, or is none any more. */
  findAccess(accessToken: string): Stored | undefined {
    const stored = this.#accessTokens.get(accessToken)
    return stored && stored.expiresAt > Date.now() ? stored : undefined
  }

  lifetimeMs(family: Family): number {
    return this.#lifetimeMs(family)
  }

  #mayRepeat(family: Family, { generation }: RefreshRequest): boolean {
    const isLast = generation === family.generation - 1
    return family.policy === 'graceful' && isLast && !family.usedAt.has(family.generation)
  }

  #endForReuse(family: Family): void {
    const at = Date.now()
    family.ended = { at, by: 'reuse' }
    if (family.policy !== 'shared') return
    for (const other of this.families)
      if (other.user === family.user) other.ended ??= { at, by: 'reuse in another family' }
  }

  #rotate(family: Family): void {
    family.generation += 1
    family.refreshToken = secret('rt', family)
    this.#refreshTokens.set(family.refreshToken, { family, generation: family.generation })
  }

  #issue(family: Family): Tokens {
    const accessToken = secret('at', family)
    const expiresAt = Date.now() + this.#lifetimeMs(family)
    this.#accessTokens.set(accessToken, { family, generation: family.generation, expiresAt })
    return { family, accessToken, refreshToken: family.refreshToken }
  }
}

function secret(kind: string, { id, generation }: Family): string {
  return `${kind}.${id}.${generation}.${randomBytes(12).toString('base64url')}`
}
