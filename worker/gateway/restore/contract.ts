// What the admin plane asks an object whose storage is to be put back.
import type { KeptTruth } from '../../../schema/tables/object-restores.ts'
import type { RestoreResult } from './restore-facts.ts'

export interface RestoreRequest {
  restoreId: string
  /** Milliseconds since 1970. */
  restoredTo: number
  /** From when on things are kept; a little earlier. */
  since: number
  storage: 'platform' | 'replaced'
  /** Of the platform, in place of the one of `restoredTo`. */
  bookmark: string | null
}

export type PreparedRestore =
  | { ok: true; bookmark: string | null; kept: KeptTruth }
  /** The platform keeps no history of this storage; or not of that time, in its own words. */
  | { ok: false; reason: 'no_history' }
  | { ok: false; reason: 'refused'; detail: string }
  /** The Queue takes nothing: what was recorded would be lost. */
  | { ok: false; reason: 'log_waits' }
  /** An earlier order has to be carried out first. */
  | { ok: false; reason: 'restore_waits' }
  | { ok: false; reason: 'too_much' }

export type StoodStill =
  | { ok: true; kept: KeptTruth; undoBookmark: string | null; at: number }
  | { ok: false; detail: string }

export type ScheduledRestore = { ok: true } | { ok: false; detail: string }

/** What the storage that is there now says of an order. */
export type RestoreOutcome =
  /** An older one, which was made safe. */
  | { state: 'applied'; result: RestoreResult }
  /** An older one that is not safe yet, or the one that the order was given to, while the order is being given. */
  | { state: 'waiting' }
  /** The one that the order was given to: it answers nobody until then, ms since 1970. */
  | { state: 'stopped'; until: number }
  /** The one that the order was given to, and it goes on. */
  | { state: 'unused' }

export interface RestoreRpc {
  /** Changes nothing but that this storage knows the order, which is for an older one. */
  prepareRestore(request: RestoreRequest): Promise<PreparedRestore>
  /** Nothing is answered any more, for a limited time; answers all that the order must know before anything goes back. */
  standStill(request: RestoreRequest): Promise<StoodStill>
  /** The storage goes back with the next start. */
  scheduleRestore(restoreId: string, bookmark: string): Promise<ScheduledRestore>
  /** Rejects, because the object is gone. */
  restart(): Promise<void>
  /** An older storage that was asked for nothing yet carries its order out first. */
  restoreOutcome(restoreId: string): Promise<RestoreOutcome>
}
