// The judges of the soak can say no: for each rule one ledger that keeps it, and one that breaks it. The soak itself
// takes minutes and is a command of its own; this keeps its verdicts honest in every test run.
import { describe, expect, it } from 'vitest'
import type { ClientCall } from '../clients/mcp-client.ts'
import { TokenFamilies, type Family, type RefreshRequest } from '../downstream/token-families.ts'
import { allKinds, FAULTS, Faults, type Place } from '../faults.ts'
import type { Arrival } from '../runtime/runtime.ts'
import { Random } from '../random.ts'
import { judgeCalls, type CallCase } from './judge-calls.ts'
import { judgeGrants, type GrantCase } from './judge-grants.ts'
import { judgeTokenRequests } from './judge-token-requests.ts'
import type { StoredGrant } from './read-grants.ts'

const BEGIN = 1_800_000_000_000

function request(
  generation: number,
  at: number,
  told: RefreshRequest['told'],
  verdict: RefreshRequest['verdict'] = 'rotated',
): RefreshRequest {
  return { generation, arrivedAt: BEGIN + at, endedAt: BEGIN + at + 50, told, verdict }
}

function family(requests: RefreshRequest[], more: Partial<Family> = {}): Family {
  return {
    id: 'fam_1',
    user: 'u1',
    policy: 'strict',
    createdAt: BEGIN,
    generation: 2,
    refreshToken: 'rt-2',
    ended: null,
    requests,
    usedAt: new Map([[1, BEGIN + 10]]),
    ...more,
  }
}

function killAt(at: number) {
  return { at: BEGIN + at, restartedAt: BEGIN + at + 200, until: BEGIN + at + 500 }
}

describe('token requests', () => {
  const told = request(1, 1_000, 'verdict')
  const unknown = request(1, 1_000, null)
  const again = request(1, 3_000, 'verdict')
  const rulesOf = (one: Family, kills = [] as ReturnType<typeof killAt>[]) =>
    judgeTokenRequests([one], [], kills).map(({ rule }) => rule)

  it('again after an unknown outcome, and after an answer that died with Limen, are right', () => {
    expect(rulesOf(family([unknown, again]))).toEqual([])
    expect(rulesOf(family([told, again]), [killAt(1_020)])).toEqual([])
    // Sent before the kill, and read after it.
    expect(rulesOf(family([told, again]), [killAt(900)])).toEqual([])
    expect(rulesOf(family([request(1, 1_000, 'not processed'), again]))).toEqual([])
  })

  it('again after a whole answer is wrong, and a kill long afterwards excuses nothing', () => {
    expect(rulesOf(family([told, again]))).toEqual(['P2'])
    expect(rulesOf(family([told, request(1, 9_000, null)]), [killAt(8_000)])).toEqual(['P2'])
    expect(rulesOf(family([told, again]), [killAt(700)])).toEqual(['P2'])
  })

  it('two at once, and again without backoff, are wrong', () => {
    expect(rulesOf(family([{ ...unknown, endedAt: BEGIN + 5_000 }, again]))).toEqual(['P2'])
    expect(rulesOf(family([unknown, request(1, 1_400, null)]))).toEqual(['P2'])
  })

  it('a token whose successor came, or whose access token was in use, was not stored in time', () => {
    expect(rulesOf(family([unknown, request(2, 3_000, null), request(1, 6_000, null)]))).toEqual(['P3'])
    const used = new Map([[2, BEGIN + 2_000]])
    expect(rulesOf(family([told, again], { usedAt: used }), [killAt(1_020)])).toEqual(['P3'])
  })

  it('a token that nobody issued is wrong', () => {
    expect(judgeTokenRequests([], ['forged'], [])).toHaveLength(1)
  })
})

describe('grants', () => {
  const grant: StoredGrant = {
    id: 'grt_1',
    subject: 'u1',
    state: 'active',
    endReason: null,
    createdAt: BEGIN + 5,
    endedAt: null,
    attemptAt: null,
    lastError: null,
    refreshToken: 'rt-2',
  }
  const dead = { ...grant, state: 'needs_reauth', endedAt: BEGIN + 9_000 }
  const reused = { at: BEGIN + 8_000, by: 'reuse' } as const
  const rulesOf = (one: Family, grants: StoredGrant[], more: Partial<GrantCase> = {}) =>
    judgeGrants({
      grants,
      families: [one],
      findToken: (token) => {
        const generation = Number(/^rt-(\d)$/.exec(token)?.[1])
        return Number.isNaN(generation) ? undefined : { family: one, generation }
      },
      kills: [],
      stoppedAt: BEGIN + 60_000,
      signedOut: [],
      failedSignIns: new Map(),
      ...more,
    }).map(({ rule }) => rule)

  it('an active one holds the token that is good now, of a family that lives', () => {
    expect(rulesOf(family([]), [grant])).toEqual([])
    expect(rulesOf(family([]), [{ ...grant, refreshToken: 'rt-1' }])).toEqual(['P3'])
    expect(rulesOf(family([], { ended: reused }), [grant])).toEqual(['S18'])
    expect(rulesOf(family([]), [{ ...grant, refreshToken: 'foreign' }])).toEqual(['S18', 'P1'])
  })

  it('one that stays in between, or was revoked by nobody, is wrong', () => {
    const between = { ...grant, state: 'refreshing', attemptAt: BEGIN + 20_000 }
    expect(rulesOf(family([]), [between])).toEqual(['S18'])
    // Nothing is stuck that was begun just before Limen was stopped.
    expect(rulesOf(family([]), [between], { stoppedAt: BEGIN + 21_000 })).toEqual([])
    expect(rulesOf(family([]), [{ ...grant, state: 'revoked', endReason: 'token_replay' }])).toEqual(['S18'])
  })

  it('needs_reauth for invalid_grant wants a server that said so, and meant it', () => {
    const ended = { ...dead, endReason: 'invalid_grant' }
    const said = request(2, 8_000, 'verdict', 'invalid_grant')
    expect(rulesOf(family([said], { ended: reused }), [ended])).toEqual([])
    expect(rulesOf(family([{ ...said, told: null }], { ended: reused }), [ended])).toEqual(['S18'])
    expect(rulesOf(family([said]), [ended])).toEqual(['P1'])
  })

  it('superseded wants an unknown outcome and a newer sign-in of the same person', () => {
    const ended = { ...dead, endReason: 'superseded' }
    const unknown = request(2, 8_000, null)
    const newer = family([], { id: 'fam_2', createdAt: BEGIN + 8_500, usedAt: new Map() })
    const one = family([unknown])
    expect(rulesOf(one, [ended], { families: [one, newer] })).toEqual([])
    expect(rulesOf(one, [ended])).toEqual(['S18'])
    const known = family([request(2, 8_000, 'not processed')])
    expect(rulesOf(known, [ended], { families: [known, newer] })).toEqual(['S18'])
  })

  it('one may expire where a sign-in failed, and nowhere else', () => {
    const expired = { ...dead, state: 'revoked', endReason: 'expired', refreshToken: null }
    const unused = family([], { usedAt: new Map() })
    expect(rulesOf(unused, [expired], { failedSignIns: new Map([['u1', 1]]) })).toEqual([])
    expect(rulesOf(unused, [expired])).toEqual(['S18'])
  })

  it('a replay after a newer sign-in of the same person is wrong', () => {
    const newer = { ...grant, id: 'grt_2', createdAt: BEGIN + 4_000, refreshToken: null, state: 'active' }
    const one = family([request(2, 3_000, null), request(2, 8_000, null)])
    expect(rulesOf(one, [grant, newer])).toContain('P1')
  })

  it('a family in use has its grant, and a client that was signed out has lost it', () => {
    expect(rulesOf(family([]), [])).toEqual(['P1'])
    const signedOut = [{ at: BEGIN + 9_000, family: 'fam_1' }]
    expect(rulesOf(family([]), [grant], { signedOut })).toEqual(['P1'])
  })
})

describe('calls', () => {
  const arrival: Arrival = {
    at: BEGIN + 10,
    family: 'fam_1',
    isOwnUser: true,
    hasSecret: true,
    wasToldInvalid: false,
  }
  const seen: ClientCall = {
    call: 'c',
    startedAt: BEGIN,
    endedAt: BEGIN + 20,
    outcome: 'answered',
    status: 200,
    detail: 'result',
  }
  const fine: CallCase = {
    arrivals: new Map([['c', [arrival]]]),
    calls: [seen],
    events: new Map([['c', 1]]),
    gaps: 0,
    kills: [],
  }
  const rulesOf = (more: Partial<CallCase>) =>
    judgeCalls({ ...fine, ...more }).violations.map(({ rule }) => rule)

  it('one that is in all three ledgers once is right', () => {
    expect(rulesOf({})).toEqual([])
  })

  it('one that the log does not have is wrong, unless a gap counts it or a kill took it', () => {
    const events = new Map<string, number>()
    expect(rulesOf({ events })).toEqual(['P5', 'P5'])
    expect(rulesOf({ events, gaps: 1 })).toEqual([])
    expect(rulesOf({ events, kills: [killAt(500)] })).toEqual([])
    // Sent before the kill, and read after it.
    expect(rulesOf({ events, kills: [killAt(-100)] })).toEqual([])
    expect(rulesOf({ events, kills: [killAt(-300)] })).toEqual(['P5'])
    expect(rulesOf({ events, kills: [killAt(60_000)] })).toEqual(['P5'])
  })

  it('more than fifty lost with one kill are wrong', () => {
    const names = Array.from({ length: 51 }, (_, number) => `c${number}`)
    const arrivals = new Map(names.map((name) => [name, [arrival]]))
    const lost = { arrivals, calls: [], events: new Map<string, number>(), kills: [killAt(500)] }
    expect(rulesOf(lost)).toEqual(['P5', 'P5'])
  })

  it('one that is in the log twice is wrong', () => {
    expect(rulesOf({ events: new Map([['c', 2]]) })).toEqual(['P5'])
  })

  it('one that reached the runtime twice is wrong, unless its token had been refused', () => {
    expect(rulesOf({ arrivals: new Map([['c', [arrival, arrival]]]) })).toEqual(['M4'])
    const refused = { ...arrival, wasToldInvalid: true }
    expect(rulesOf({ arrivals: new Map([['c', [refused, arrival]]]) })).toEqual([])
  })

  it("one with somebody else's token, or without the worker secret, is wrong", () => {
    expect(rulesOf({ arrivals: new Map([['c', [{ ...arrival, isOwnUser: false }]]]) })).toEqual(['M4'])
    expect(rulesOf({ arrivals: new Map([['c', [{ ...arrival, hasSecret: false }]]]) })).toEqual(['M4'])
  })

  it('one without an answer is wrong, unless Limen was down', () => {
    const none: ClientCall = { ...seen, outcome: 'none', status: null, detail: 'fetch failed' }
    expect(rulesOf({ calls: [none] })).toEqual(['P4'])
    expect(rulesOf({ calls: [none], kills: [killAt(5)] })).toEqual([])
    expect(rulesOf({ calls: [{ ...seen, outcome: 'wrong', detail: '' }] })).toEqual(['P4'])
  })
})

describe('the fake authorization server', () => {
  it('ends a family whose token comes twice, and a graceful one only when the successor was in use', () => {
    const ledger = new TokenFamilies(() => 10_000)
    const spend = (token: string) => {
      const arrived = ledger.arrive(token)
      if (!arrived) throw new Error('not ours')
      return ledger.process(arrived.family, arrived.request)
    }
    const strict = ledger.begin('u1', 'strict')
    expect(spend(strict.refreshToken)).toBeDefined()
    expect(spend(strict.refreshToken)).toBeUndefined()
    expect(strict.family.ended?.by).toBe('reuse')

    const graceful = ledger.begin('u2', 'graceful')
    const first = spend(graceful.refreshToken)
    expect(spend(graceful.refreshToken)?.refreshToken).toBe(first?.refreshToken)
    graceful.family.usedAt.set(2, Date.now())
    expect(spend(graceful.refreshToken)).toBeUndefined()

    const [one, other] = [ledger.begin('u3', 'shared'), ledger.begin('u3', 'shared')]
    spend(one.refreshToken)
    spend(one.refreshToken)
    expect(other.family.ended?.by).toBe('reuse in another family')
  })
})

describe('faults', () => {
  it('come in every kind before one comes again, and the same for the same seed', () => {
    const play = (seed: number) => {
      const faults = new Faults(new Random(seed))
      faults.begin()
      const places = Object.keys(FAULTS) as Place[]
      return { faults, drawn: Array.from({ length: 400 }, () => places.map((place) => faults.draw(place))) }
    }
    const { faults, drawn } = play(7)
    expect([...faults.counts.keys()].toSorted()).toEqual(allKinds().toSorted())
    expect(play(7).drawn).toEqual(drawn)
    expect(play(8).drawn).not.toEqual(drawn)
  })

  it('end when the quiet begins', () => {
    const faults = new Faults(new Random(7))
    faults.begin()
    faults.takeAway('D1', 60_000)
    faults.end()
    expect(faults.isAway('D1')).toBe(false)
    expect(Array.from({ length: 400 }, () => faults.draw('token')).every((fault) => fault === null)).toBe(
      true,
    )
  })
})
