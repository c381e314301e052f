// What the MCP door needs from the rest of the house; index.ts gives it the real ones.
import type { SnapshotKey } from '../edge/load-snapshot.ts'
import type { Surface } from '../edge/public-urls.ts'
import type { AttachedSnapshot, Snapshot } from '../edge/snapshot.ts'
import type { Env } from '../environment.ts'
import type { CredentialAnswer, RefusedTokenAnswer, RefusedTokenReport } from '../gateway/contract.ts'
import type { LogEntry } from '../logs/event.ts'
import type { AnswerLimits } from '../runtime/limits.ts'

export interface McpParts {
  /** Who calls? `maxAgeMs` bounds the age of a cached answer. */
  checkCredential(
    request: Request,
    env: Env,
    snapshot: Snapshot,
    surface: Surface,
    options: { maxAgeMs: number },
  ): Promise<CredentialAnswer>
  loadSnapshot(
    env: Env,
    ctx: Pick<ExecutionContext, 'waitUntil'>,
    key: SnapshotKey,
    maxAgeMs: number,
  ): Promise<Snapshot | undefined>
  reportRefusedToken(
    env: Env,
    snapshot: AttachedSnapshot,
    report: RefusedTokenReport,
  ): Promise<RefusedTokenAnswer>
  /** This isolate asks for every token of the grant anew. */
  forgetGrant(grantId: string): void
  recordEvent(env: Env, ctx: ExecutionContext, entry: LogEntry): void
  limits: AnswerLimits
}

/** One request and everything that does not change while it is answered. */
export interface Exchange {
  readonly request: Request
  readonly env: Env
  readonly ctx: ExecutionContext
  readonly snapshot: Snapshot
  readonly surface: Surface
}
