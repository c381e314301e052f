// A URL that an admin enters and Limen will speak to (S10, the `configured` path).
import { OutboundError } from '../net/outbound-error.ts'
import { checkTarget } from '../net/target-policy.ts'
import { settingsOf, type Env } from '../environment.ts'
import { invalidField } from './admin-problem.ts'
import { loadOwnOrigins } from '../edge/own-origins.ts'

/** Answers the parsed URL. Throws AdminProblem `validation` at `path`. */
export async function checkConfiguredTarget(env: Env, path: string, text: string): Promise<URL> {
  const { allowPrivateTargets } = settingsOf(env)
  try {
    return checkTarget(text, {
      policy: 'configured',
      allowPrivateTargets,
      ownOrigins: await loadOwnOrigins(env),
    })
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    const hint = allowPrivateTargets ? '' : ' (ALLOW_PRIVATE_TARGETS is for development only)'
    throw invalidField(path, `${error.message}${hint}`)
  }
}
