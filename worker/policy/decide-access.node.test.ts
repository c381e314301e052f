import { describe, expect, it } from 'vitest'
import { decideByOrder, type AccessStep } from './access-order.ts'
import type { KnownAgent, KnownUser, Level } from './caller.ts'
import { decideAgent, decideUser } from './decide-access.ts'
import { NO_GOVERNANCE, type AccessPolicy, type Governance } from './governance.ts'
import { keyOf } from './user-keys.ts'
import { accessPolicy } from '../testing/access-policies.ts'

/** denied user · allowed user · in a denied group · allowed groups are set · in one of them; `*`: either. */
const ORDER: readonly [pattern: string, step: AccessStep, allow: boolean][] = [
  ['1****', 'denied_users', false],
  ['01***', 'allowed_users', true],
  ['001**', 'denied_groups', false],
  ['00010', 'allowed_groups', false],
  ['00011', 'default', true],
  ['0000*', 'default', true],
]

describe('the order of the access lists (product.md §6)', () => {
  const all = Array.from({ length: 32 }, (_, bits) => bits.toString(2).padStart(5, '0'))

  it.each(all)('%s', (bits) => {
    const rows = ORDER.filter(([pattern]) => [...pattern].every((bit, at) => bit === '*' || bit === bits[at]))
    expect(rows).toHaveLength(1)
    const [isDeniedUser, isAllowedUser, isInDeniedGroup, hasAllowedGroups, isInAllowedGroup] = [...bits].map(
      (bit) => bit === '1',
    ) as [boolean, boolean, boolean, boolean, boolean]
    const facts = { isDeniedUser, isAllowedUser, isInDeniedGroup, hasAllowedGroups, isInAllowedGroup }
    expect(decideByOrder(facts)).toEqual({ step: rows[0]?.[1], allow: rows[0]?.[2] })
  })
})

const policy = (overrides: Partial<AccessPolicy> = {}) => accessPolicy({ id: 'rul_server', ...overrides })

function user(overrides: Partial<KnownUser> = {}): KnownUser {
  return {
    level: 'proven',
    issuer: 'https://as.test.dev',
    subject: 'ann',
    organization: null,
    email: 'Ann@Example.com',
    emailVerified: true,
    ...overrides,
  }
}

const GROUPS = [
  { id: 'grp_mail', members: new Set([keyOf({ email: 'ann@example.com' })]) },
  { id: 'grp_subject', members: new Set([keyOf({ issuer: 'https://as.test.dev', subject: 'ann' })]) },
  { id: 'grp_domain', members: new Set([keyOf({ domain: 'example.com' })]) },
  { id: 'grp_others', members: new Set([keyOf({ email: 'bob@example.com' })]) },
]

function governance(policies: AccessPolicy[], acceptClaimed = false): Governance {
  return { ...NO_GOVERNANCE, acceptClaimed, policies, groups: GROUPS }
}

const byMail = { email: 'ann@example.com' }
const bySubject = { issuer: 'https://as.test.dev', subject: 'ann' }

describe('who is on a list', () => {
  const CALLERS: readonly [
    name: string,
    user: KnownUser | null,
    accept: boolean,
    mail: boolean,
    subject: boolean,
  ][] = [
    // Whether an allow list believes the e-mail, and the subject.
    ['proven, e-mail verified', user(), false, true, true],
    ['proven, e-mail not verified', user({ emailVerified: false }), false, false, true],
    ['proven, e-mail not verified, claims accepted', user({ emailVerified: false }), true, false, true],
    ['claimed', user({ level: 'claimed' }), false, false, false],
    ['claimed, says verified', user({ level: 'claimed', emailVerified: true }), false, false, false],
    ['claimed, claims accepted', user({ level: 'claimed', emailVerified: false }), true, true, true],
  ]

  it.each(CALLERS)('%s', (_name, caller, accept, mail, subject) => {
    const decide = (lists: Partial<AccessPolicy>) => decideUser(governance([policy(lists)], accept), caller)
    // A deny list takes every name at its word.
    for (const entry of [byMail, bySubject]) {
      expect(decide({ deniedUsers: [entry] })).toMatchObject({ allow: false, step: 'denied_users' })
    }
    for (const id of ['grp_mail', 'grp_subject', 'grp_domain']) {
      expect(decide({ deniedGroups: [id] })).toMatchObject({ allow: false, step: 'denied_groups' })
    }
    // An allow list does not.
    const closed = { allowedGroups: [] }
    expect(decide({ ...closed, allowedUsers: [byMail] }).allow).toBe(mail)
    expect(decide({ ...closed, allowedUsers: [bySubject] }).allow).toBe(subject)
    expect(decide({ allowedGroups: ['grp_mail'] }).allow).toBe(mail)
    expect(decide({ allowedGroups: ['grp_domain'] }).allow).toBe(mail)
    expect(decide({ allowedGroups: ['grp_subject'] }).allow).toBe(subject)
    expect(decide({ allowedGroups: ['grp_others'] })).toMatchObject({ allow: false, step: 'allowed_groups' })
  })

  it('a caller without a user is on no list, and in no allowed group', () => {
    const anyone = { deniedUsers: [byMail], deniedGroups: ['grp_mail'] }
    expect(decideUser(governance([policy(anyone)]), null)).toMatchObject({ allow: true })
    expect(decideUser(governance([policy({ allowedGroups: ['grp_mail'] })]), null).allow).toBe(false)
    expect(decideUser(governance([policy({ allowedGroups: ['grp_mail'] })], true), null).allow).toBe(false)
  })

  it('the same subject of another issuer is somebody else', () => {
    const other = user({ issuer: 'https://other.test.dev', email: null })
    expect(decideUser(governance([policy({ deniedUsers: [bySubject] })]), other).allow).toBe(true)
  })

  it('a domain is that domain alone, and an e-mail without one has none', () => {
    const lists = { deniedGroups: ['grp_domain'] }
    for (const email of ['ann@sub.example.com', 'ann@notexample.com', 'example.com', null]) {
      expect(decideUser(governance([policy(lists)]), user({ email, subject: 'x' })).allow).toBe(true)
    }
  })

  it('server and Gateway must both admit', () => {
    const gateway = policy({ id: 'rul_gateway', targetKind: 'gateway', deniedUsers: [byMail] })
    const server = policy({ allowedUsers: [bySubject] })
    expect(decideUser(governance([server, gateway]), user())).toMatchObject({
      allow: false,
      rule: 'rul_gateway',
      target: 'gateway',
      step: 'denied_users',
    })
    expect(
      decideUser(governance([policy({ deniedUsers: [byMail] }), { ...gateway, deniedUsers: [] }]), user())
        .allow,
    ).toBe(false)
  })

  it('a later caller of the same name and another level gets an answer of its own', () => {
    const one = governance([policy({ allowedGroups: ['grp_mail'] })])
    expect(decideUser(one, user()).allow).toBe(true)
    expect(decideUser(one, user({ level: 'claimed' })).allow).toBe(false)
    expect(decideUser(one, user({ emailVerified: false })).allow).toBe(false)
    expect(decideUser(one, user()).allow).toBe(true)
  })
})

describe('which agents a server admits', () => {
  const agent = (id: string | null, level: Level = 'proven'): KnownAgent => ({
    id,
    level,
    recognisedBy: 'client',
  })

  /** mapping of the agent · other agents · unrecognised · level · claims accepted → step that refuses, or null. */
  const rows: [boolean | null, boolean, boolean, Level, boolean, string | null][] = []
  for (const set of [null, true, false]) {
    for (const other of [true, false]) {
      for (const unrecognised of [true, false]) {
        for (const level of ['proven', 'bound', 'claimed'] as const) {
          for (const accept of [true, false]) {
            const isDenied = set === false || (set === null && !other)
            const isNobody = level === 'claimed' && !accept && !unrecognised
            rows.push([
              set,
              other,
              unrecognised,
              level,
              accept,
              isDenied ? 'agent' : isNobody ? 'claimed' : null,
            ])
          }
        }
      }
    }
  }

  it.each(rows)('set %s, others %s, unrecognised %s, %s, accepts claims %s → %s', (...row) => {
    const [set, otherAgents, unrecognised, level, accept, step] = row
    const lists = policy({ agents: set === null ? {} : { agt_claude: set }, otherAgents, unrecognised })
    const verdict = decideAgent(governance([lists], accept), agent('agt_claude', level))
    expect(verdict).toEqual(
      step === null ? { allow: true } : { allow: false, rule: 'rul_server', target: 'server', step },
    )
    expect(decideAgent(governance([lists], accept), agent(null, level)).allow).toBe(unrecognised)
  })

  it('a Gateway that does not admit an agent cannot be outvoted by a server', () => {
    const gateway = policy({ id: 'rul_gateway', targetKind: 'gateway', agents: { agt_claude: false } })
    const both = governance([policy({ agents: { agt_claude: true } }), gateway])
    expect(decideAgent(both, agent('agt_claude'))).toMatchObject({ allow: false, rule: 'rul_gateway' })
    expect(decideAgent(both, agent('agt_cursor'))).toEqual({ allow: true })
  })

  it('nothing was said: everybody may', () => {
    expect(decideAgent(NO_GOVERNANCE, agent('agt_claude'))).toEqual({ allow: true })
    expect(decideAgent(NO_GOVERNANCE, agent(null, 'claimed'))).toEqual({ allow: true })
    expect(decideUser(NO_GOVERNANCE, null)).toEqual({
      allow: true,
      rule: null,
      target: null,
      step: 'default',
    })
  })
})
