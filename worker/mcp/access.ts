// What is known of a call once it has passed its credential, the same for every auth mode (product.md §3).
import type { Caller } from '../gateway/contract.ts'
import type { ClientProof, KnownUser } from '../policy/caller.ts'

/** One object as long as the answer behind it is cached, so that what is derived from it may hang on it. */
export interface Access {
  /** Null where no MCP token proved anybody: every auth mode but `oauth`. */
  caller: Caller | null
  /** The downstream access token for the runtime. */
  accessToken: string | null
  /** Key of the upstream for the runtime; mode `api_key` only. */
  upstreamKey: string | null
  /** The client's own `Authorization`, forwarded unchanged; mode `passthrough` only (M13). */
  authorization: string | null
  /** The person behind the call, and how they are known (product.md §6). Null: nobody was named. */
  user: KnownUser | null
  /** What the client proved about itself. */
  proof: ClientProof
  /** Whose sessions, events and tasks (M5, S7). Null: nobody is told apart. */
  holder: { userId: string; clientId: string } | null
}

/** A server that is open to everybody. */
export const OPEN_ACCESS: Access = {
  caller: null,
  accessToken: null,
  upstreamKey: null,
  authorization: null,
  user: null,
  proof: { kind: 'none' },
  holder: null,
}
