// Which deployment a command speaks to, and with which credential.
import { AdminApi } from './admin-api.ts'
import { readCredentials } from './credentials.ts'
import { UsageError } from './usage-error.ts'

export const ADMIN_PATH = '/api/v1'

/** `url` is the value of --url. Throws UsageError. */
export function connect(url: string | undefined, environment: NodeJS.ProcessEnv = process.env): AdminApi {
  const kept = readCredentials()
  const wanted = url ?? environment['LIMEN_URL'] ?? kept.current
  if (!wanted) throw new UsageError('which deployment? Give --url, set LIMEN_URL, or use limen login.')
  const origin = originOf(wanted)
  const apiKey = environment['LIMEN_API_KEY'] ?? kept.apiKeys[origin]
  if (!apiKey) {
    throw new UsageError(
      `there is no credential for ${origin}. Set LIMEN_API_KEY, or use limen login ${origin}.`,
    )
  }
  return new AdminApi(`${origin}${ADMIN_PATH}`, apiKey)
}

/** A key travels with each request: https, or this machine. Throws UsageError. */
export function originOf(text: string): string {
  if (!URL.canParse(text)) throw new UsageError(`${text} is no URL. Give it with https:// in front.`)
  const { protocol, hostname, origin } = new URL(text)
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback)) return origin
  throw new UsageError(`${text} is not https, and the key would travel in the clear.`)
}
