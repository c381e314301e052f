// Asks the publisher where its users sign in, so that the form of the Gateway is filled in right.
import type { CatalogueEntry } from '../../../schema/api/library.ts'
import type { Env } from '../../environment.ts'
import type { FoundSignIn } from '../../library/drafts.ts'
import { probeAuth } from '../../runtime/probe-auth.ts'
import { probeOptions } from '../servers/probe-options.ts'

/** For each of its few requests: somebody waits for the form. */
const LOOK_MS = 4_000

/** Null where the publisher cannot be asked now, or does not say. */
export async function lookUpSignIn(env: Env, entry: CatalogueEntry): Promise<FoundSignIn | null> {
  if (entry.authMode !== 'oauth') return null
  const options = { ...(await probeOptions(env)), timeoutMs: LOOK_MS }
  const { oauth } = await probeAuth(entry.url, [], options, () => undefined)
  return oauth
}
