/** What the caller can put right: said in one line, without a stack, and the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}
