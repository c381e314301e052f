import { describe, expect, it } from 'vitest'
import type { KnownUser } from './caller.ts'
import { effectiveTool, type EffectiveTool } from './effective-tool.ts'
import { NO_GOVERNANCE, type Governance, type OverrideRule, type TargetKind } from './governance.ts'
import { keyOf } from './user-keys.ts'

const ANN: KnownUser = {
  level: 'proven',
  issuer: 'https://as.test.dev',
  subject: 'ann',
  organization: null,
  email: 'ann@example.com',
  emailVerified: true,
}
const GROUPS = ['grp_a', 'grp_b'].map((id) => ({
  id,
  members: new Set([keyOf({ email: 'ann@example.com' })]),
}))
const BASE = { enabled: true, confirmation: false }

let serial = 0
function rule(overrides: Partial<OverrideRule>): OverrideRule {
  serial += 1
  return {
    id: `rul_${serial}`,
    targetKind: 'server',
    groupId: null,
    user: null,
    tool: 'send',
    toolEnabled: null,
    confirmation: null,
    ...overrides,
  }
}

function settings(
  rules: OverrideRule[],
  base = BASE,
  user: KnownUser | null = ANN,
  tool = 'send',
): EffectiveTool {
  const governance: Governance = { ...NO_GOVERNANCE, rules, groups: GROUPS }
  return effectiveTool(governance, user, tool, base)
}

type Said = boolean | null
const SAID: readonly Said[] = [null, true, false]

/** What product.md §6 says, in its own words and for one field; `strict` is the value that restricts. */
function expected(
  strict: boolean,
  base: boolean,
  server: { a: Said; b: Said; user: Said },
  gateway: { a: Said; user: Said },
): boolean {
  const mostRestrictive = (values: Said[]): Said => {
    const said = values.filter((value) => value !== null)
    return said.length === 0 ? null : said.includes(strict) ? strict : !strict
  }
  const ofServer = server.user ?? mostRestrictive([server.a, server.b]) ?? base
  const ofGateway = gateway.user ?? gateway.a
  return mostRestrictive([ofServer, ofGateway]) ?? base
}

describe('base → groups, most restrictive wins → user; then the Gateway, most restrictive wins', () => {
  for (const field of ['toolEnabled', 'confirmation'] as const) {
    it(`every combination of ${field}`, () => {
      const strict = field === 'confirmation'
      let combinations = 0
      for (const base of [true, false])
        for (const a of SAID)
          for (const b of SAID)
            for (const user of SAID)
              for (const gatewayGroup of SAID)
                for (const gatewayUser of SAID) {
                  combinations += 1
                  const made: [TargetKind, Partial<OverrideRule>, Said][] = [
                    ['server', { groupId: 'grp_a' }, a],
                    ['server', { groupId: 'grp_b' }, b],
                    ['server', { user: { email: 'ann@example.com' } }, user],
                    ['gateway', { groupId: 'grp_a' }, gatewayGroup],
                    ['gateway', { user: { email: 'ann@example.com' } }, gatewayUser],
                  ]
                  const rules = made
                    .filter(([, , value]) => value !== null)
                    .map(([targetKind, subject, value]) => rule({ targetKind, ...subject, [field]: value }))
                  const { enabled, confirmation } = settings(rules, { enabled: base, confirmation: base })
                  const setting = field === 'toolEnabled' ? enabled : confirmation
                  const value = expected(strict, base, { a, b, user }, { a: gatewayGroup, user: gatewayUser })
                  expect(setting.value, JSON.stringify({ base, a, b, user, gatewayGroup, gatewayUser })).toBe(
                    value,
                  )
                  // The rule that is named is one that says so.
                  const named = rules.find(({ id }) => id === setting.rule)
                  if (setting.rule === null)
                    expect(setting).toEqual({ value: base, source: 'base', rule: null, target: null })
                  else expect([named?.[field], named?.targetKind]).toEqual([value, setting.target])
                  // The other field is nobody's business.
                  expect(field === 'toolEnabled' ? confirmation : enabled).toEqual({
                    value: base,
                    source: 'base',
                    rule: null,
                    target: null,
                  })
                }
      expect(combinations).toBe(486)
    })
  }

  it('names the rule, and where it comes from', () => {
    const off = rule({ groupId: 'grp_a', toolEnabled: false })
    const on = rule({ groupId: 'grp_b', toolEnabled: true })
    expect(settings([on, off]).enabled).toEqual({
      value: false,
      source: 'group',
      rule: off.id,
      target: 'server',
    })
    const own = rule({ user: { issuer: 'https://as.test.dev', subject: 'ann' }, toolEnabled: true })
    expect(settings([on, off, own]).enabled).toEqual({
      value: true,
      source: 'user',
      rule: own.id,
      target: 'server',
    })
  })
})

describe('rules for every tool', () => {
  const all = rule({ groupId: 'grp_a', tool: null, toolEnabled: false })

  it('hold for tools that no rule names', () => {
    expect(settings([all], BASE, ANN, 'other').enabled).toEqual({
      value: false,
      source: 'group',
      rule: all.id,
      target: 'server',
    })
  })

  it('and among groups one that names the tool does not lift them', () => {
    expect(settings([all, rule({ groupId: 'grp_b', toolEnabled: true })]).enabled.rule).toBe(all.id)
  })

  it("but a user's rule for the tool goes before that user's rule for every tool", () => {
    const every = rule({ user: { email: 'ann@example.com' }, tool: null, toolEnabled: false })
    const one = rule({ user: { email: 'ann@example.com' }, toolEnabled: true })
    expect(settings([every, one]).enabled).toEqual({
      value: true,
      source: 'user',
      rule: one.id,
      target: 'server',
    })
    expect(settings([every, one], BASE, ANN, 'other').enabled.rule).toBe(every.id)
  })
})

describe('a name that nobody vouches for restricts and never allows (S20)', () => {
  const STRANGERS: readonly [string, KnownUser][] = [
    ['claimed', { ...ANN, level: 'claimed' }],
    ['e-mail not verified', { ...ANN, emailVerified: false }],
  ]

  it.each(STRANGERS)('%s', (_name, stranger) => {
    const loosening = [
      rule({ groupId: 'grp_a', toolEnabled: true, confirmation: false }),
      rule({ user: { email: 'ann@example.com' }, toolEnabled: true, confirmation: false }),
    ]
    const base = { enabled: false, confirmation: true }
    expect(settings(loosening, base, ANN)).toMatchObject({
      enabled: { value: true },
      confirmation: { value: false },
    })
    expect(settings(loosening, base, stranger)).toMatchObject({
      enabled: { value: false, rule: null },
      confirmation: { value: true, rule: null },
    })
    const tightening = [
      rule({ groupId: 'grp_a', toolEnabled: false }),
      rule({ user: { email: 'ann@example.com' }, confirmation: true }),
    ]
    expect(settings(tightening, BASE, stranger)).toMatchObject({
      enabled: { value: false, source: 'group' },
      confirmation: { value: true, source: 'user' },
    })
  })

  it('nor does one lift what a group restricts', () => {
    const rules = [
      rule({ groupId: 'grp_a', toolEnabled: false }),
      rule({ user: { email: 'ann@example.com' }, toolEnabled: true }),
    ]
    expect(settings(rules, BASE, { ...ANN, emailVerified: false }).enabled.value).toBe(false)
  })

  it('unless the server accepts claims', () => {
    const rules = [rule({ groupId: 'grp_a', toolEnabled: true })]
    const governance: Governance = { ...NO_GOVERNANCE, acceptClaimed: true, rules, groups: GROUPS }
    const base = { enabled: false, confirmation: false }
    expect(effectiveTool(governance, { ...ANN, level: 'claimed' }, 'send', base).enabled.value).toBe(true)
  })
})

it('rules about others, and callers without a user, leave the base', () => {
  const rules = [
    rule({ groupId: 'grp_elsewhere', toolEnabled: false }),
    rule({ user: { email: 'bob@example.com' }, toolEnabled: false }),
  ]
  const untouched = { value: true, source: 'base', rule: null, target: null }
  expect(settings(rules).enabled).toEqual(untouched)
  expect(settings([rule({ groupId: 'grp_a', toolEnabled: false })], BASE, null).enabled).toEqual(untouched)
})
