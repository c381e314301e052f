// Which URLs may be fetched (S10). One policy, independent of any resolver: a name that resolves to a private address
// is stopped by the platform (`global_fetch_strictly_public`, Cloudflare's own network). Pure.
import { OutboundError } from './outbound-error.ts'
import { isPublicHost } from './public-host.ts'

export { isPublicHost } from './public-host.ts'

export type TargetPolicy = 'public' | 'configured'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

export interface TargetRules {
  policy: TargetPolicy
  allowPrivateTargets: boolean
  ownOrigins: readonly string[]
}

declare const checked: unique symbol

/** A URL that passed `checkTarget`; nothing else makes one. */
export type CheckedTarget = URL & { readonly [checked]: true }

/** Parses and checks a target. Throws OutboundError `refused_target` that names the reason. */
export function checkTarget(input: string | URL, rules: TargetRules): CheckedTarget {
  const url = parse(input)
  const mayBePrivate = rules.policy === 'configured' && rules.allowPrivateTargets
  if (url.protocol !== 'https:' && !(mayBePrivate && url.protocol === 'http:')) {
    refuse('only https is allowed')
  }
  if (url.username || url.password) refuse('a URL with user information is not allowed')
  if (isOwnOrigin(url, rules.ownOrigins)) refuse("Limen's own origin is not a target")
  if (!mayBePrivate && !isPublicHost(url.hostname)) refuse('not a public address')
  return url as CheckedTarget
}

/** The same scheme, host and port, which is what was checked, with one more parameter. */
export function withQueryParameter(target: CheckedTarget, name: string, value: string): CheckedTarget {
  const url = new URL(target)
  url.searchParams.set(name, value)
  return url as CheckedTarget
}

function parse(input: string | URL): URL {
  try {
    return new URL(input)
  } catch {
    return refuse('not a URL')
  }
}

/** Scheme, host and port are Limen's own. A trailing dot and the names of the loopback interface hide nothing. */
function isOwnOrigin(url: URL, ownOrigins: readonly string[]): boolean {
  if (ownOrigins.includes(url.origin)) return true
  if (!url.hostname.endsWith('.') && !LOOPBACK.has(url.hostname)) return false
  const place = placeOf(url)
  return ownOrigins.some((origin) => placeOf(new URL(origin)) === place)
}

function placeOf(url: URL): string {
  const host = url.hostname.replace(/\.+$/, '')
  return `${url.protocol}//${LOOPBACK.has(host) ? 'loopback' : host}:${url.port}`
}

function refuse(reason: string): never {
  throw new OutboundError('refused_target', reason)
}
