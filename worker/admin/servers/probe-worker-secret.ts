// Does the runtime accept a worker secret? One harmless request without a user's token (product.md §3).
import type { SecretProbe } from '../../../schema/api/servers.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { runtimeRequestHeaders } from '../../runtime/request-headers.ts'
import { RuntimeError, sendToRuntime } from '../../runtime/send.ts'
import { runtimeTarget } from '../../runtime/target.ts'
import { loadOwnOrigins } from '../own-origins.ts'
import type { SecretTexts } from './secret-columns.ts'

const PROBE_MS = 10_000
const PING = new Uint8Array(new TextEncoder().encode('{"jsonrpc":"2.0","id":"limen-probe","method":"ping"}'))

/** Never throws for what the runtime does. */
export async function probeWorkerSecret(
  env: Env,
  server: ServerRow,
  secrets: Pick<SecretTexts, 'staticHeaders' | 'staticQuery'>,
  candidate: string,
): Promise<SecretProbe> {
  const target = runtimeTarget(server, {
    workerSecret: candidate,
    staticHeaders: parseTexts(secrets.staticHeaders),
    staticQuery: parseTexts(secrets.staticQuery),
  })
  const client = new Headers({
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  })
  const own = { accessToken: null, sessionId: null, lastEventId: null, hops: 0, isModern: false }
  try {
    const response = await sendToRuntime({
      url: target.url,
      method: 'POST',
      headers: runtimeRequestHeaders(client, target, own),
      body: PING,
      timeoutMs: PROBE_MS,
      signal: undefined,
      allowPrivateTargets: settingsOf(env).allowPrivateTargets,
      ownOrigins: await loadOwnOrigins(env),
    })
    await response.body?.cancel()
    return verdictOf(response)
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error
    return { accepted: null, detail: `The runtime gave no answer: ${error.message}.` }
  }
}

/** A wrong worker secret is answered with a bare 401; a 401 with a challenge misses the user's token only. */
function verdictOf(response: Response): SecretProbe {
  const { status } = response
  const isBare = response.headers.get('www-authenticate') === null
  if ((status === 401 && isBare) || status === 403) {
    return { accepted: false, detail: `The runtime refused the new secret with ${status}.` }
  }
  if (status >= 500) return { accepted: null, detail: `The runtime answered ${status}.` }
  return { accepted: true, detail: 'The runtime accepts the new secret.' }
}

function parseTexts(json: string | null): Record<string, string> {
  return json === null ? {} : (JSON.parse(json) as Record<string, string>)
}
