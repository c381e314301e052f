// The vault of one Gateway: its grants and their refresh (security.md §3).
import type { MasterKeys } from '../../crypto/master-keys.ts'
import type { DownstreamProfile } from '../../downstream/contract.ts'
import { platformIo, type DownstreamIo } from '../../downstream/io.ts'
import type { Vault, VaultHooks } from './contract.ts'

export interface VaultOptions {
  storage: DurableObjectStorage
  gatewayId: string
  /** Throws ConfigurationError when MASTER_KEYS is missing or wrong. */
  keys: () => MasterKeys
  /** The Gateway as it is now; asked before each request downstream. May reject while the configuration is away. */
  profile: () => Promise<DownstreamProfile | 'needs_review'>
  hooks: VaultHooks
  /** Holds what the object owns although every caller may have left. */
  waitUntil: (promise: Promise<unknown>) => void
  io?: DownstreamIo
  /** Milliseconds since 1970. */
  now?: () => number
  /** 0 ≤ x < 1, for jitter. */
  random?: () => number
}

/** Creates the tables where they are missing; cheap, call it in the constructor of the object. */
export function createVault(_options: VaultOptions): Vault {
  void platformIo
  throw new Error('not built yet')
}
