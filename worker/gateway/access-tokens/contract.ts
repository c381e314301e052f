// What the object of a server without a Gateway can be asked and told (architecture.md, first paragraph), as plain data
// that survives RPC.
import type { ServerState } from '../../../schema/tables/object-tasks.ts'
import type { KnownUser } from '../../policy/caller.ts'

/** The same one question as for an MCP token: whose is it, and what goes on to the runtime? */
export interface AccessTokenQuestion {
  /** The token inside, after the edge has checked and removed the outer `lmn_` envelope. */
  token: string
  serverId: string
  /** Of the edge's snapshot: what the object was told of an older version does not count. */
  serverVersion: number
  /** A key goes to the origin it was entered for and to no other (S19). */
  runtimeOrigin: string
  upstreamKey: WantedKey
}

/** None in mode `none`; the shared key in force; or that of the token's own user. */
export type WantedKey = { kind: 'none' } | { kind: 'shared'; id: string | null } | { kind: 'per_user' }

/** Whom an access token stands for. */
export interface KnownToken {
  id: string
  agentId: string | null
  /** Proven, because an admin bound the token to them; null for a token without a user. */
  user: KnownUser | null
}

export interface NewAccessToken {
  id: string
  /** SHA-256 (base64url) of the token inside the envelope. */
  tokenHash: string
  agentId: string | null
  user: TokenUser | null
  expiresAt: number | null
}

/** Issuer and subject together, or an e-mail alone. */
export interface TokenUser {
  issuer: string | null
  subject: string | null
  email: string | null
}

/** A person at the deployment's sign-in. */
export interface KeyOwner {
  issuer: string
  subject: string
}

export interface UserKeyView extends KeyOwner {
  createdAt: number
}

export interface UserKeyPage {
  keys: UserKeyView[]
  /** Owner of the last one; null on the last page. */
  next: KeyOwner | null
}

/** The methods of a server's object besides `credential`. */
export interface ServerRpc {
  putAccessToken(token: NewAccessToken): Promise<void>
  /** Nothing happens for one that is not there. */
  revokeAccessToken(tokenId: string): Promise<void>
  /** When each of these tokens was last used, at most a minute late; those never used are left out. */
  lastUses(tokenIds: readonly string[]): Promise<Record<string, number>>
  /** Keeps a shared key beside the one in force; the server's row decides which that is. */
  putSharedKey(key: { id: string; origin: string; key: string }): Promise<void>
  putUserKey(key: KeyOwner & { origin: string; key: string }): Promise<UserKeyView>
  /** One that was entered after `askedAt` (ms since 1970) stays: an order may arrive late. */
  removeUserKey(owner: KeyOwner, askedAt: number): Promise<void>
  /** By issuer and subject, after `after`. */
  listUserKeys(query: { after: KeyOwner | null; limit: number }): Promise<UserKeyPage>
  findUserKey(owner: KeyOwner): Promise<UserKeyView | null>
  /** Null: the server was deleted, and everything here with it. */
  serverChanged(state: ServerState | null): Promise<void>
}
