// How long a sign-in lasts.

export const HOUR_MS = 3_600_000
/** A session that nobody uses ends. */
export const SESSION_IDLE_MS = 8 * HOUR_MS
/** A session ends, used or not. */
export const SESSION_MAX_MS = 7 * 24 * HOUR_MS
/** Of one person at a time; a further sign-in ends the least recently used one. */
export const SESSIONS_PER_PERSON_MAX = 20
/** `last_seen_at` is renewed at most this often. */
export const SESSION_TOUCH_MS = 60_000
