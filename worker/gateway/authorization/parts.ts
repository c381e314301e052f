// What the steps of an authorization work with: one object's own parts, built once, never changed.
import type { MasterKeys } from '../../crypto/master-keys.ts'
import type { DownstreamIo } from '../../downstream/io.ts'
import type { LogEntry } from '../../logs/event.ts'
import type { Configuration } from '../configuration/configuration.ts'
import type { Vault } from '../vault/contract.ts'
import type { ClientSources } from './clients/find-client.ts'
import type { UsedAssertions } from './clients/used-assertions.ts'
import type { Library } from './library.ts'
import type { RateLimit } from '../../http/rate-limit.ts'
import type { Serial } from './serial.ts'

export interface AuthorizationParts {
  readonly storage: DurableObjectStorage
  readonly publicOrigin: string
  readonly allowPrivateTargets: boolean
  /** Throws ConfigurationError when MASTER_KEYS is missing or wrong. */
  readonly keys: () => MasterKeys
  readonly configuration: () => Promise<Configuration>
  readonly vault: Vault
  readonly library: Library
  readonly clients: ClientSources
  readonly usedAssertions: UsedAssertions
  readonly io: DownstreamIo
  /** One chain for each authorization, handle or user (architecture.md §3.2). */
  readonly serial: Serial
  /** Each for one address and minute; `refusals` bounds what refused steps write to the log. */
  readonly limits: {
    readonly authorize: RateLimit
    readonly register: RateLimit
    readonly refusals: RateLimit
  }
  /** Work that nobody waits for. */
  readonly waitUntil: (promise: Promise<unknown>) => void
  /** Durable log entry; synchronous. */
  readonly record: (entry: LogEntry) => void
  /** The object looks for expired rows no later than then. */
  readonly expireAt: (at: number) => void
}
