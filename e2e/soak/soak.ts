// One soak (S18): clients at work, faults at random, then quiet, then the judgement of three ledgers: the authorization
// server's, the runtime's and the clients'.
import { parseMasterKeys } from '../../worker/crypto/master-keys.ts'
import { Chaos, type ChaosPace } from './chaos.ts'
import { McpClient, type ClientCall } from './clients/mcp-client.ts'
import type { Policy } from './downstream/token-families.ts'
import { Faults } from './faults.ts'
import { judgeCalls } from './judge/judge-calls.ts'
import { judgeGrants } from './judge/judge-grants.ts'
import { judgeSteps } from './judge/judge-steps.ts'
import { judgeTokenRequests } from './judge/judge-token-requests.ts'
import { readGrants } from './judge/read-grants.ts'
import type { Violation } from './judge/violation.ts'
import { pause } from './platform/serve.ts'
import { Random } from './random.ts'
import type { SoakSettings } from './settings.ts'
import { settle } from './settle.ts'
import { startWorld, type World } from './world.ts'

export interface SoakReport {
  /** By kind. */
  faults: ReadonlyMap<string, number>
  /** What happened, by name, for people. */
  numbers: [string, number][]
  violations: Violation[]
}

const PROGRESS_MS = 30_000
const CRON_MS = 20_000
/** Most are such that a lost answer is no excuse for a lost grant. */
const POLICIES: readonly Policy[] = ['graceful', 'strict', 'graceful', 'shared', 'graceful', 'strict']

export async function soak(
  settings: SoakSettings,
  directory: string,
  say: (line: string) => void,
): Promise<SoakReport> {
  const faults = new Faults(new Random(settings.seed))
  const policyOf = (user: string) => POLICIES[Number(user.slice(1)) % POLICIES.length] ?? 'strict'
  const world = await startWorld({ directory, faults, policyOf })
  try {
    const clients = await populate(world, faults, settings)
    say(
      `${clients.length} clients of ${settings.users} users are signed in; faults for ${settings.seconds} s`,
    )
    const begun = Date.now()
    const until = begun + settings.seconds * 1_000
    const chaos = new Chaos(world.limen, faults, world.families, paceOf(settings))
    world.onMoment = (moment) => chaos.note(moment)
    faults.begin()
    await Promise.all([
      chaos.run(until),
      report(world, clients, begun, until, say),
      runCron(world.pumpUrl, until),
      ...clients.map((client) => work(client, faults, until)),
    ])
    faults.end()
    say('quiet: grants and logs settle')
    const failing = await settle(world, clients)
    return await judge(world, clients, faults, failing)
  } finally {
    await world.close()
  }
}

/** A short run has a power cut every few seconds, a long one gives backoffs the time to grow. */
function paceOf({ seconds, hasKills }: SoakSettings): ChaosPace {
  const isShort = seconds < 60
  return {
    killEveryMs: hasKills ? (isShort ? 4_000 : 25_000) : 0,
    awayEveryMs: isShort ? 5_000 : 30_000,
    awayMsMax: isShort ? 2_000 : 12_000,
    signOutEveryMs: isShort ? 5_000 : 15_000,
  }
}

async function populate(world: World, faults: Faults, { users }: SoakSettings): Promise<McpClient[]> {
  const clients = Array.from({ length: users }, (_, number) =>
    world.places.map(
      (place) => new McpClient({ name: `${place.slug}-${number}`, user: `u${number}`, place, faults }),
    ),
  ).flat()
  const waiting = [...clients]
  const signInAll = async () => {
    for (let client = waiting.pop(); client; client = waiting.pop())
      if (!(await client.signIn())) throw new Error(`${client.user} cannot sign in: ${client.failure}`)
  }
  await Promise.all(Array.from({ length: 6 }, signInAll))
  return clients
}

async function work(client: McpClient, faults: Faults, until: number): Promise<void> {
  while (Date.now() < until) {
    await client.step()
    await pause(faults.random.between(200, 3_000))
  }
}

async function runCron(pumpUrl: string, until: number): Promise<void> {
  while (Date.now() + CRON_MS < until) {
    await pause(CRON_MS)
    const event = { kind: 'scheduled', cron: '* * * * *' }
    // Limen may be down; the platform would ask again a minute later.
    await fetch(pumpUrl, { method: 'POST', body: JSON.stringify(event) }).catch(() => undefined)
  }
}

async function report(
  world: World,
  clients: readonly McpClient[],
  begun: number,
  until: number,
  say: (line: string) => void,
): Promise<void> {
  while (Date.now() + PROGRESS_MS < until) {
    await pause(PROGRESS_MS)
    const seconds = Math.round((Date.now() - begun) / 1_000)
    const refreshes = sum(world.families.families, ({ requests }) => requests.length)
    say(
      `${seconds} s: ${sum(clients, ({ calls }) => calls.length)} calls, ${refreshes} refresh requests, ` +
        `${world.families.families.length} sign-ins, ${world.limen.kills.length} kills`,
    )
  }
}

async function judge(
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

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0)
}
