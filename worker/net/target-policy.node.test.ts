// S10: one policy for every URL, whatever a resolver says.
import { describe, expect, test } from 'vitest'
import { OutboundError } from './outbound-error.ts'
import { checkTarget, isPublicHost, type TargetRules } from './target-policy.ts'

const fromClient: TargetRules = { policy: 'public', allowPrivateTargets: true, ownOrigins: [] }
const fromAdmin: TargetRules = { policy: 'configured', allowPrivateTargets: false, ownOrigins: [] }
const inDevelopment: TargetRules = { ...fromAdmin, allowPrivateTargets: true }

function isAllowed(url: string, rules: TargetRules): boolean {
  try {
    checkTarget(url, rules)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(OutboundError)
    expect((error as OutboundError).failure).toBe('refused_target')
    return false
  }
}

/** One address of every special-use block (IANA registries of RFC 6890), both ends where they matter. */
const SPECIAL_IPV4 = [
  '0.0.0.0',
  '0.255.255.255',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.170',
  '192.0.2.1',
  '192.31.196.1',
  '192.52.193.1',
  '192.88.99.1',
  '192.168.1.1',
  '192.175.48.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
]

const PUBLIC_IPV4 = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '223.255.255.1',
]

const SPECIAL_IPV6 = [
  '::',
  '::1',
  '::ffff:0:0',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '100::1',
  '100:0:0:1::1',
  '2001::1',
  '2001:2::1',
  '2001:3::1',
  '2001:4:112::1',
  '2001:10::1',
  '2001:20::1',
  '2001:30::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2620:4f:8000::1',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '4000::1',
]

describe('a special-use address is no target of a client', () => {
  test.each(SPECIAL_IPV4)('%s, however it is written', (address) => {
    const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number]
    const whole = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
    const hex = (value: number) => value.toString(16)
    const high = hex((a << 8) | b)
    const low = hex((c << 8) | d)
    const spellings = [
      address,
      `${address}.`,
      String(whole),
      `0x${hex(whole)}`,
      `0X${hex(whole).toUpperCase()}`,
      `0${whole.toString(8)}`,
      `0x${hex(a)}.0x${hex(b)}.0x${hex(c)}.0x${hex(d)}`,
      `0${a.toString(8)}.0${b.toString(8)}.0${c.toString(8)}.0${d.toString(8)}`,
      `${a}.${(b << 16) | (c << 8) | d}`,
      `${a}.${b}.${(c << 8) | d}`,
      `0x${hex(a)}.${b}.0${((c << 8) | d).toString(8)}`,
      [...address].map((char) => `%${hex(char.charCodeAt(0))}`).join(''),
      address.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
      address.replaceAll('.', '\u3002'),
      address.replaceAll('.', '\uff0e'),
      address.replace('.', '\u00ad.'),
      `[::ffff:${address}]`,
      `[::ffff:${high}:${low}]`,
      `[0:0:0:0:0:FFFF:${high}:${low}]`,
      `[::${address}]`,
      `[::ffff:0:${high}:${low}]`,
      `[64:ff9b::${address}]`,
      `[64:ff9b:1::${address}]`,
      `[2002:${high}:${low}::]`,
      `[2002:${high}:${low}::1]`,
      `[2001:0:${high}:${low}::1]`,
      `[2001:0:0:0:0:0:${hex(0xffff & ~((a << 8) | b))}:${hex(0xffff & ~((c << 8) | d))}]`,
    ]
    for (const host of spellings) {
      for (const port of ['', ':8080']) {
        const url = `https://${host}${port}/x`
        expect.soft(isAllowed(url, fromClient), url).toBe(false)
        expect.soft(isAllowed(url, fromAdmin), url).toBe(false)
      }
    }
  })

  test.each(SPECIAL_IPV6)('[%s]', (address) => {
    for (const host of [
      `[${address}]`,
      `[${address.toUpperCase()}]`,
      `[${address}%25eth0]`,
      `[${address}%eth0]`,
    ]) {
      expect.soft(isAllowed(`https://${host}/`, fromClient), host).toBe(false)
    }
  })

  const names = [
    'localhost',
    'localhost.',
    'LOCALHOST',
    'ｌｏｃａｌｈｏｓｔ',
    'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
    'local%68ost',
    'a.localhost',
    'a.localhost.',
    'printer.local',
    'metadata.google.internal',
    'metadata',
    'db',
    'router.lan',
    'gateway.localdomain',
    'wiki.intranet',
    'nas.home',
    'db.corp',
    'printer.private',
    'nas.home.arpa',
    '1.0.0.127.in-addr.arpa',
    'x.ip6.arpa',
    'ipv4only.arpa',
    'hidden.onion',
    'a.test',
    'a.example',
    'a.invalid',
    'a.alt',
    'a..com',
    '.com',
    'example.com..',
  ]
  test.each(names)('the name %s', (host) => {
    expect(isAllowed(`https://${host}/`, fromClient)).toBe(false)
    expect(isAllowed(`https://${host}:8443/`, fromAdmin)).toBe(false)
  })
})

describe('what is public passes, so that the refusals above mean something', () => {
  const hosts = [
    ...PUBLIC_IPV4,
    '[2606:4700:4700::1111]',
    '[2a00:1450:4001::1]',
    'example.com',
    'example.com.',
    'localhost.example.com',
    'xn--bcher-kva.example.com',
    'bücher.de',
    'internal.example.com',
    'a.b.c.d.example.co.uk',
  ]
  test.each(hosts)('%s', (host) => {
    expect(isAllowed(`https://${host}/x?y`, fromClient)).toBe(true)
    expect(isAllowed(`https://${host}:8443/x?y`, fromAdmin)).toBe(true)
  })
})

describe('schemes and user information', () => {
  const urls = [
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'javascript:alert(1)',
    'blob:https://example.com/1',
    'ws://example.com/',
    'https://user@example.com/',
    'https://user:password@example.com/',
    'https://:password@example.com/',
    'https://example.com@127.0.0.1/',
    'https://',
    'https:///',
    '//example.com/',
    '/x',
    '',
    'https://exa mple.com/',
    'https://example.com:65536/',
  ]
  test.each(urls)('%s is refused', (url) => {
    expect(isAllowed(url, fromClient)).toBe(false)
    expect(isAllowed(url, fromAdmin)).toBe(false)
  })

  test('ALLOW_PRIVATE_TARGETS opens http and private addresses to admins only, and nothing else', () => {
    for (const url of [
      'http://127.0.0.1:3000/mcp',
      'http://runtime.internal/mcp',
      'https://10.0.0.1/',
      'http://[::1]:1/',
    ]) {
      expect.soft(isAllowed(url, inDevelopment), url).toBe(true)
      expect.soft(isAllowed(url, fromClient), url).toBe(false)
      expect.soft(isAllowed(url, fromAdmin), url).toBe(false)
    }
    for (const url of ['file:///etc/passwd', 'ws://127.0.0.1/', 'http://user@127.0.0.1/']) {
      expect.soft(isAllowed(url, inDevelopment), url).toBe(false)
    }
  })
})

describe("Limen's own origins", () => {
  const ownOrigins = ['https://mcp.example.com', 'https://custom.example.com:8443', 'http://127.0.0.1:8787']
  const own = [
    'https://mcp.example.com/s/x/mcp',
    'https://MCP.example.com:443/',
    'https://mcp.example.com./',
    'https://ｍcp.example.com/',
    'https://mcp%2Eexample.com/',
    'https://custom.example.com:8443/mcp',
    'http://127.0.0.1:8787/',
    'http://localhost:8787/',
    'http://localhost.:8787/',
    'http://[::1]:8787/',
    'http://2130706433:8787/',
  ]
  test.each(own)('%s is refused', (url) => {
    expect(isAllowed(url, { ...inDevelopment, ownOrigins })).toBe(false)
  })

  const others = [
    'http://mcp.example.com/',
    'https://mcp.example.com:444/',
    'https://custom.example.com/',
    'https://sub.mcp.example.com/',
    'http://127.0.0.1:8788/',
    'http://127.0.0.2:8787/',
    'https://localhost:8787/',
  ]
  test.each(others)('%s is another origin', (url) => {
    expect(isAllowed(url, { ...inDevelopment, ownOrigins })).toBe(true)
  })
})

test('the checked URL is the one that is sent: parsing it again changes nothing', () => {
  const url = checkTarget('https://EXAMPLE.com:443/a/../b?c#d', fromClient)
  expect(url.href).toBe(new URL(url.href).href)
  expect(url.host).toBe('example.com')
})

test('isPublicHost takes addresses with and without brackets', () => {
  expect(isPublicHost('[2606:4700::1]')).toBe(true)
  expect(isPublicHost('2606:4700::1')).toBe(true)
  expect(isPublicHost('[::1]')).toBe(false)
  expect(isPublicHost('')).toBe(false)
})
