// S18, second half, with P4, P5 and M10: what the runtime's ledger, the clients and the log say of the same calls. Pure.
import type { ClientCall } from '../clients/mcp-client.ts'
import type { Kill } from '../limen/limen-process.ts'
import type { Arrival } from '../runtime/runtime.ts'
import { wasDown } from './near-kill.ts'
import type { Violation } from './violation.ts'

/** P5: what an isolate that dies may take with it. */
const LOST_PER_KILL_MAX = 50
/** A buffer waits one second; a Queue and a D1 that refuse in turn make it a few more. */
const BUFFER_MS = 8_000
/** A call that its client left is recorded when it is overdue (the runtime has 5 s, and Limen 5 s of grace). */
const LEFT_MS = 20_000

export interface CallCase {
  arrivals: ReadonlyMap<string, readonly Arrival[]>
  calls: readonly ClientCall[]
  /** Log events of each call. */
  events: ReadonlyMap<string, number>
  /** As the admin API counts them. */
  gaps: number
  kills: readonly Kill[]
}

export interface CallVerdict {
  violations: Violation[]
  /** Calls that reached the runtime and are not in the log. */
  missing: number
  /** Of these, at most for one kill. */
  lostPerKillMax: number
}

export function judgeCalls(facts: CallCase): CallVerdict {
  const { missing, perKill, violations } = judgeLog(facts)
  return {
    violations: [...judgeArrivals(facts), ...judgeAnswers(facts), ...violations],
    missing,
    lostPerKillMax: Math.max(0, ...perKill.values()),
  }
}

/** M4, M10, and that nobody's call runs with another one's token. */
function judgeArrivals({ arrivals, calls }: CallCase): Violation[] {
  const violations: Violation[] = []
  const say = (what: string) => violations.push({ rule: 'M4', what })
  for (const [call, all] of arrivals) {
    const [first, ...more] = all
    if (more.length > 1 || (more.length === 1 && !first?.wasToldInvalid))
      say(`${call} reached the runtime ${all.length} times`)
    for (const { family, isOwnUser, hasSecret } of all) {
      if (!hasSecret) say(`${call} came without the worker secret`)
      if (family !== undefined && !isOwnUser) say(`${call} came with the token of ${family}`)
    }
  }
  for (const { call, detail } of calls)
    if (detail === 'result' && !arrivals.has(call)) say(`${call} has a result, and was never run`)
  return violations
}

/** P4: a connection fails where Limen is down, and nowhere else. */
function judgeAnswers({ calls, kills }: CallCase): Violation[] {
  return calls
    .filter(
      ({ outcome, startedAt, endedAt }) =>
        outcome === 'wrong' || (outcome === 'none' && !wasDown(kills, startedAt - 1_000, endedAt + 200)),
    )
    .map(({ call, outcome, status, detail }) => ({
      rule: 'P4',
      what: `${call}: ${outcome} ${status ?? ''} ${detail}`,
    }))
}

function judgeLog({ arrivals, calls, events, gaps, kills }: CallCase) {
  const violations: Violation[] = []
  const say = (what: string) => violations.push({ rule: 'P5', what })
  const perKill = new Map<Kill, number>()
  const byName = new Map(calls.map((call) => [call.call, call]))
  let missing = 0
  for (const [call, count] of events) if (count > 1) say(`${call} is in the log ${count} times`)
  for (const [call, all] of arrivals) {
    if (events.has(call)) continue
    missing += 1
    const seen = byName.get(call)
    const begin = all[0]?.at ?? 0
    const end = (seen?.endedAt ?? begin) + (seen?.outcome === 'left' ? LEFT_MS : BUFFER_MS)
    const kill = kills.find(({ at, restartedAt }) => restartedAt >= begin && at <= end)
    if (kill) perKill.set(kill, (perKill.get(kill) ?? 0) + 1)
    else if (gaps === 0)
      say(`${call} reached the runtime, and is neither in the log nor a gap (${describe(seen)})`)
  }
  const uncounted = missing - gaps
  if (uncounted > LOST_PER_KILL_MAX * kills.length)
    say(`${uncounted} calls are neither in the log nor counted, after ${kills.length} kills`)
  for (const [{ at }, lost] of perKill)
    if (lost > LOST_PER_KILL_MAX) say(`the kill at ${at} took ${lost} events with it`)
  return { missing, perKill, violations }
}

function describe(call: ClientCall | undefined): string {
  return call ? `${call.outcome} ${call.status ?? ''} ${call.detail.slice(0, 100)}` : 'its client saw no end'
}
