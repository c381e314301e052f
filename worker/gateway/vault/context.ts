// What the steps of the vault share: its storage, its neighbours and the requests under way.
import type { DownstreamProfile } from '../../downstream/contract.ts'
import type { DownstreamIo } from '../../downstream/io.ts'
import type { GrantRow } from '../../../schema/objects/vault.ts'
import type { VaultHooks } from './contract.ts'
import type { GrantSecrets, TokenPlace } from './grant-secrets.ts'
import type { GrantStore } from './grant-store.ts'
import type { RequestPace } from './request-pace.ts'

/** Why a refresh sent nothing although one was wanted; null when it was tried or not needed. */
export type Obstacle = { kind: 'needs_review' } | { kind: 'wait'; ms: number } | null

export interface VaultContext {
  gatewayId: string
  store: GrantStore
  secrets: GrantSecrets
  hooks: VaultHooks
  profile: () => Promise<DownstreamProfile | 'needs_review'>
  io: DownstreamIo
  pace: RequestPace
  /** The one token request of each grant that is under way (P2). */
  flights: Map<string, Promise<Obstacle>>
  /** Last use of each grant, ms since 1970, and when it was last written. */
  uses: Map<string, { at: number; writtenAt: number }>
  waitUntil: (promise: Promise<unknown>) => void
  sleep: (ms: number) => Promise<void>
  now: () => number
  random: () => number
}

/** Tokens belong to the server that issued them and the client it knew, whomever the Gateway names now (S19, P1). */
export function isIssuedTo(profile: DownstreamProfile, row: GrantRow): boolean {
  const isSameClient = row.downstream_client_id === null || row.downstream_client_id === profile.clientId
  return isSameClient && profile.endpoints.issuer === row.issuer
}

export function isLive(row: GrantRow): boolean {
  return row.state === 'active' || row.state === 'refreshing'
}

export function placeOf(row: GrantRow, version = row.version): TokenPlace {
  return { attachmentId: row.attachment_id, grantId: row.id, version }
}

/** The last use that is known, in memory or on disk. A new grant counts as used. */
export function lastUseOf(vault: VaultContext, row: GrantRow): number {
  return Math.max(vault.uses.get(row.id)?.at ?? 0, row.last_used_at ?? 0, row.created_at)
}

/** Start of the first request with the present refresh token whose outcome nobody knows; null when all are known. */
export function unknownSince(row: GrantRow): number | null {
  return row.unknown_since ?? (row.state === 'refreshing' ? row.attempt_at : null)
}

export function parseScopes(json: string): readonly string[] {
  return JSON.parse(json) as string[]
}
