// Clients of the two demo users. Whatever they are given is written down for the canary.
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { WalkingProvider, type WalkingProviderOptions } from '../../examples/demo/oauth-provider.ts'
import { users } from '../../examples/demo/stack.ts'
import { sharedStack } from './shared-stack.ts'

export const [ada, grace] = users

/** One secret a line: every token and code that any client of the suite was given. */
export const SEEN_SECRETS_FILE = 'seen-secrets.txt'

export function clientOf(person: (typeof users)[number], options: Partial<WalkingProviderOptions> = {}) {
  return new RecordingProvider({ clientName: 'e2e', person, ...options })
}

class RecordingProvider extends WalkingProvider {
  override saveTokens(tokens: Parameters<WalkingProvider['saveTokens']>[0]): void {
    recordSecret(tokens.access_token)
    if (tokens.refresh_token) recordSecret(tokens.refresh_token)
    super.saveTokens(tokens)
  }

  override async redirectToAuthorization(url: URL): Promise<void> {
    await super.redirectToAuthorization(url)
    const code = this.callback?.searchParams.get('code')
    if (code) recordSecret(code)
  }
}

export function recordSecret(secret: string): void {
  appendFileSync(path.join(sharedStack().stateDirectory, SEEN_SECRETS_FILE), `${secret}\n`)
}
