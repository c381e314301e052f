// D1 does not answer, as against a statement that is wrong. Pure.

const OF_PLATFORM = /^(D1_\w*ERROR|Network connection lost)/
/** SQLite has read the statement and refused it: a fault of ours. */
const OF_STATEMENT = /SQLITE_|no such (table|column)|constraint failed/

/** Looks through the causes, because drizzle wraps what D1 throws. */
export function isDatabaseOutage(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (OF_PLATFORM.test(cause.message)) return !OF_STATEMENT.test(cause.message)
  }
  return false
}
