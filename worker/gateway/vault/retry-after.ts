// When a caller whom no refresh could serve may ask again.
import type { GrantRow } from '../../../schema/objects/vault.ts'
import type { Obstacle, VaultContext } from './context.ts'

const RETRY_MS_MIN = 1_000
/** A person must look at the Gateway first. */
const REVIEW_MS = 60_000

/** The end of the grant's backoff, or of what stood in the way, at least 1 s from now. */
export function retryAfterSeconds(vault: VaultContext, row: GrantRow, obstacle: Obstacle): number {
  const backoff = (row.backoff_until ?? 0) - vault.now()
  return Math.ceil(Math.max(backoff, obstacleMs(obstacle), RETRY_MS_MIN) / 1_000)
}

function obstacleMs(obstacle: Obstacle): number {
  if (obstacle === null) return 0
  return obstacle.kind === 'wait' ? obstacle.ms : REVIEW_MS
}
