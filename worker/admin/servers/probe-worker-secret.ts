// Does the runtime accept a worker secret? Asked without a user's token (product.md §3).
import type { SecretProbe } from '../../../schema/api/servers.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { probeRuntime, type ProbeResult } from '../../runtime/probe.ts'
import { runtimeTarget } from '../../runtime/target.ts'
import { loadOwnOrigins } from '../../edge/own-origins.ts'
import type { SecretTexts } from './secret-columns.ts'

const PROBE_MS = 10_000

/** Never throws for what the runtime does. */
export async function probeWorkerSecret(
  env: Env,
  server: ServerRow,
  secrets: Pick<SecretTexts, 'staticHeaders' | 'staticQuery'>,
  candidate: string,
): Promise<SecretProbe> {
  const { url, fixedHeaders } = runtimeTarget(server, {
    workerSecret: candidate,
    staticHeaders: parseTexts(secrets.staticHeaders),
    staticQuery: parseTexts(secrets.staticQuery),
  })
  const result = await probeRuntime(url, fixedHeaders, {
    timeoutMs: PROBE_MS,
    allowPrivateTargets: settingsOf(env).allowPrivateTargets,
    ownOrigins: await loadOwnOrigins(env),
  })
  return verdictOf(result)
}

/**
 * Accepted only by an answer that a runtime gives past its check of the secret: MCP, or a 401 with a Bearer challenge,
 * which misses the user's token alone. Everything that anybody in between may say as well decides nothing.
 */
function verdictOf(result: ProbeResult): SecretProbe {
  switch (result.kind) {
    case 'answers':
      return { accepted: true, detail: 'The runtime accepts the new secret.' }
    case 'asks_for_token':
      return result.status === 401 && /^bearer\b/i.test(result.challenge)
        ? { accepted: true, detail: 'The runtime accepts the new secret and asks for a user next.' }
        : undecided(`answered ${result.status} with a challenge that says nothing about the secret`)
    case 'refuses_secret':
      return { accepted: false, detail: `The runtime refused the new secret with ${result.status}.` }
    case 'no_mcp':
      return undecided(`answered ${result.status}, but not as an MCP server`)
    case 'unreachable':
      return undecided(`gave no answer: ${result.detail}`)
  }
}

function undecided(what: string): SecretProbe {
  return { accepted: null, detail: `The runtime ${what}. The old secret stays in use; try again.` }
}

function parseTexts(json: string | null): Record<string, string> {
  return json === null ? {} : (JSON.parse(json) as Record<string, string>)
}
