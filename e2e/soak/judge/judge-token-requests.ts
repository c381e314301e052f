// P1, P2 and P3 of security.md as the authorization server's ledger shows them. Pure.
import type { Family, RefreshRequest } from '../downstream/token-families.ts'
import type { Kill } from '../limen/limen-process.ts'
import { wasTaken } from './near-kill.ts'
import type { Violation } from './violation.ts'

/** An answer needs this long, on a busy machine, from our socket to Limen's disk. */
const STORE_MS = 2_000
/** The shortest backoff is 0.8 s (security.md §3, step 8). */
const BACKOFF_MS_MIN = 700

export function judgeTokenRequests(
  families: readonly Family[],
  unknownTokens: readonly string[],
  kills: readonly Kill[],
): Violation[] {
  return [
    ...unknownTokens.map((token): Violation => ({
      rule: 'P3',
      what: `a refresh token came that was never issued: ${token.slice(0, 20)}…`,
    })),
    ...families.flatMap((family) => judgeFamily(family, kills)),
  ]
}

function judgeFamily(family: Family, kills: readonly Kill[]): Violation[] {
  const violations: Violation[] = []
  const { id, user, policy } = family
  const say = (rule: Violation['rule'], { generation }: RefreshRequest, what: string) =>
    violations.push({
      rule,
      what: `${id} (${user}, ${policy}), token ${generation}: ${what} (${describe(family)})`,
    })
  for (const [index, request] of family.requests.entries()) {
    const before = family.requests.slice(0, index)
    if (before.some(({ endedAt }) => endedAt === null || endedAt > request.arrivedAt))
      say('P2', request, 'two requests at once')
    if (before.some(({ generation }) => generation > request.generation))
      say('P3', request, 'older than one that came before')
    if (
      [...family.usedAt].some(([generation, at]) => generation > request.generation && at < request.arrivedAt)
    )
      say('P3', request, 'the access token of its successor was in use')
    const same = before.filter(({ generation }) => generation === request.generation)
    const known = same.find(
      ({ told, arrivedAt, endedAt }) =>
        told === 'verdict' && !wasTaken(kills, arrivedAt, (endedAt ?? arrivedAt) + STORE_MS),
    )
    if (known)
      say('P2', request, `sent again although its outcome was known; ${nextKill(kills, known.arrivedAt)}`)
    const last = same.at(-1)
    if (last && request.arrivedAt - last.arrivedAt < BACKOFF_MS_MIN)
      say('P2', request, `sent again after ${request.arrivedAt - last.arrivedAt} ms, without backoff`)
  }
  return violations
}

/** For a reader who wonders whether the machine was only slow. */
function nextKill(kills: readonly Kill[], after: number): string {
  const next = kills.find(({ at }) => at >= after)
  return next ? `the next kill came ${next.at - after} ms later` : 'there was no kill later'
}

/** The history of a family on one line, for a reader of a violation. */
export function describe(family: Family): string {
  const begin = family.createdAt
  const requests = family.requests
    .slice(-8)
    .map(
      ({ generation, verdict, told, arrivedAt, endedAt }) =>
        `${generation}:${verdict}${told === null ? ' untold' : ''}@${arrivedAt - begin}…${(endedAt ?? begin) - begin}`,
    )
  const end = family.ended ? `; ended by ${family.ended.by}@${family.ended.at - begin}` : ''
  return `${requests.join(', ')}${end}`
}
