// All judges over one soak that has become quiet, and its numbers for people.
import { parseMasterKeys } from '../../../worker/crypto/master-keys.ts'
import type { ClientCall, McpClient } from '../clients/mcp-client.ts'
import type { Faults } from '../faults.ts'
import type { World } from '../world.ts'
import { judgeCalls } from './judge-calls.ts'
import { judgeGrants } from './judge-grants.ts'
import { judgeSteps } from './judge-steps.ts'
import { judgeTokenRequests } from './judge-token-requests.ts'
import { readGrants } from './read-grants.ts'
import { sum } from './sum.ts'
import type { Violation } from './violation.ts'

export interface SoakReport {
  /** By kind. */
  faults: ReadonlyMap<string, number>
  /** What happened, by name, for people. */
  numbers: [string, number][]
  violations: Violation[]
}

/** Stops Limen, and looks into everything it left. `failing`: calls that failed in the quiet. */
export async function judgeSoak(
  world: World,
  clients: readonly McpClient[],
  faults: Faults,
  failing: readonly ClientCall[],
): Promise<SoakReport> {
  const { families, runtime, database } = world
  const { kills } = world.limen
  const { lost: gaps } = await world.admin.get<{ lost: number }>('/logs/gaps')
  const stoppedAt = Date.now()
  await world.limen.stop()
  const objects = await readGrants(world.directory, world.gatewayId, parseMasterKeys(world.masterKeys))
  const calls = clients.flatMap((client) => client.calls)
  const log = judgeCalls({ arrivals: runtime.arrivals, calls, events: eventsOf(world), gaps, kills })
  const signedOut = clients.flatMap((client) => client.signedOut)
  const requests = families.families.flatMap((family) => family.requests)
  const withState = (state: string, reason?: string) =>
    objects.grants.filter((grant) => grant.state === state && (reason ?? grant.endReason) === grant.endReason)
      .length
  return {
    faults: faults.counts,
    numbers: [
      ['calls of clients', calls.length],
      ['… with a result', calls.filter(({ detail }) => detail === 'result').length],
      ['calls that reached the runtime', runtime.arrivals.size],
      ['… of these not in the log', log.missing],
      ['… counted gaps', gaps],
      ['… most lost with one kill', log.lostPerKillMax],
      ['log events', Number(database.sql.prepare('SELECT count(*) AS rows FROM log_events').get()?.['rows'])],
      ['kills', kills.length],
      ['sign-ins', sum(clients, ({ signIns }) => signIns)],
      ["refreshes of clients' own tokens", sum(clients, ({ refreshes }) => refreshes)],
      ['downstream refresh requests', requests.length],
      ['… rotated', requests.filter(({ verdict }) => verdict === 'rotated').length],
      ['… of unknown outcome', requests.filter(({ told }) => told === null).length],
      ['… repeated by grace', requests.filter(({ verdict }) => verdict === 'repeated').length],
      ['… invalid_grant', requests.filter(({ verdict }) => verdict === 'invalid_grant').length],
      ['families ended for reuse', families.families.filter(({ ended }) => ended?.by === 'reuse').length],
      ['grants', objects.grants.length],
      ['… active', withState('active')],
      ['… needs_reauth: invalid_grant', withState('needs_reauth', 'invalid_grant')],
      ['… needs_reauth: superseded', withState('needs_reauth', 'superseded')],
      ['… revoked: code never redeemed', withState('revoked', 'expired')],
    ],
    violations: [
      ...world.crashes.map((how): Violation => ({ rule: 'P4', what: `Limen ended by itself: ${how}` })),
      ...failing.map(({ call, status, detail }): Violation => ({
        rule: 'S18',
        what: `${call} fails although everything works: ${status} ${detail}`,
      })),
      ...judgeTokenRequests(families.families, families.unknownTokens, kills),
      ...judgeGrants({
        grants: objects.grants,
        families: families.families,
        findToken: (refreshToken) => families.find(refreshToken),
        kills,
        stoppedAt,
        signedOut,
        failedSignIns: new Map(
          clients.map(({ user }) => [
            user,
            sum(clients, (client) => (client.user === user ? client.failedSignIns : 0)),
          ]),
        ),
      }),
      ...log.violations,
      ...judgeSteps(database.sql, objects),
    ],
  }
}

/** Events of each call, by the number that its client put into the User-Agent. */
function eventsOf({ database }: World): Map<string, number> {
  const rows = database.sql
    .prepare(
      `SELECT substr(user_agent, 6) AS call, count(*) AS events FROM log_events
       WHERE kind = 'call' AND user_agent LIKE 'soak %' GROUP BY user_agent`,
    )
    .all()
  return new Map(rows.map(({ call, events }) => [String(call), Number(events)]))
}
