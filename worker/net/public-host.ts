// Is a host a public one by its form? Special-use addresses and names are not (RFC 6890, RFC 6761). Pure.
import ipaddr from 'ipaddr.js'

/** Global unicast (RFC 4291 §2.4): everything outside is special, mapped, translated or not assigned. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** Special-use names and those that networks use for themselves. All of `arpa` is infrastructure. */
const SPECIAL_NAMES = new Set([
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'test',
  'example',
  'invalid',
  'onion',
  'alt',
  'arpa',
])

/** Takes `URL.hostname`: brackets around IPv6, everything decoded and lower case. */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  return ipaddr.isValid(host) ? isPublicAddress(ipaddr.parse(host)) : isPublicName(host)
}

function isPublicAddress(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(GLOBAL_UNICAST)
}

function isPublicName(host: string): boolean {
  const labels = host.toLowerCase().split('.')
  return labels.length > 1 && !labels.includes('') && !SPECIAL_NAMES.has(labels[labels.length - 1] ?? '')
}
