// Which URLs may be fetched (S10). One policy, independent of any resolver. Pure.
import ipaddr from 'ipaddr.js'
import { OutboundError } from './outbound-error.ts'

export type TargetPolicy = 'public' | 'configured'

export interface TargetRules {
  policy: TargetPolicy
  allowPrivateTargets: boolean
  ownOrigins: readonly string[]
}

/** Parses and checks a target. Throws OutboundError `refused_target` that names the reason. */
export function checkTarget(input: string | URL, rules: TargetRules): URL {
  const text = String(input)
  if (!URL.canParse(text)) refuse('not a URL')
  const url = new URL(text)
  const mayBePrivate = rules.policy === 'configured' && rules.allowPrivateTargets
  if (url.protocol !== 'https:' && !(mayBePrivate && url.protocol === 'http:'))
    refuse('only https is allowed')
  if (url.username || url.password) refuse('a URL with user information is not allowed')
  if (rules.ownOrigins.includes(url.origin)) refuse("Limen's own origin is not a target")
  if (!mayBePrivate && !isPublicHost(url.hostname)) refuse('not a public address')
  return url
}

function refuse(reason: string): never {
  throw new OutboundError('refused_target', reason)
}

/** A public IP address, or a name under a public suffix by its form. */
export function isPublicHost(hostname: string): boolean {
  const bare = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (ipaddr.isValid(bare)) {
    const address = ipaddr.process(bare)
    return address.range() === 'unicast'
  }
  if (!bare.includes('.')) return false
  return !/(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|example|invalid|onion|home\.arpa|in-addr\.arpa|ip6\.arpa)$/.test(
    bare,
  )
}
