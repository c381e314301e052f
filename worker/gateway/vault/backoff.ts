// When a refresh may be tried again (security.md §3, step 8) and when it is tried ahead. Pure.

const STEP_MS_MAX = 60_000
const RETRY_AFTER_MS_MAX = 5 * 60_000

/** 1, 2, 4 … 60 s, of which the last fifth is jitter; the server's own wish counts where it is longer, up to 5 min. */
export function backoffMs(failures: number, retryAfterMs: number | null, random: () => number): number {
  const step = Math.min(1_000 * 2 ** Math.min(Math.max(failures, 1) - 1, 6), STEP_MS_MAX)
  const jittered = step * (0.8 + 0.2 * random())
  return Math.round(Math.max(jittered, Math.min(retryAfterMs ?? 0, RETRY_AFTER_MS_MAX)))
}

/** The moment when 5–10 % of a token's lifetime remain, at random between them. */
export function earlyMark(now: number, expiresAt: number, random: () => number): number {
  const lifetime = Math.max(0, expiresAt - now)
  return Math.round(expiresAt - lifetime * (0.05 + 0.05 * random()))
}
