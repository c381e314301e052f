// Secrets that a test or one of its clients held, one a line, for the canary (S12).
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { sharedStack } from './shared-stack.ts'

export const SEEN_SECRETS_FILE = 'seen-secrets.txt'

/** What is shorter is a word of a test that must be refused, and would be found by accident. */
const LENGTH_MIN = 16

/** Values that are no secret are passed over. */
export function keepSecrets(values: readonly unknown[]): void {
  const secrets = values.filter((value) => typeof value === 'string' && value.length >= LENGTH_MIN)
  if (secrets.length === 0) return
  appendFileSync(path.join(sharedStack().stateDirectory, SEEN_SECRETS_FILE), `${secrets.join('\n')}\n`)
}
