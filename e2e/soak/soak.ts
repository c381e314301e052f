// One soak (S18): clients at work, faults at random, then quiet, then the judgement of three ledgers: the authorization
// server's, the runtime's and the clients'.
import { Chaos, type ChaosPace } from './chaos.ts'
import { McpClient } from './clients/mcp-client.ts'
import type { Policy } from './downstream/token-families.ts'
import { Faults } from './faults.ts'
import { judgeSoak, type SoakReport } from './judge/judge-soak.ts'
import { sum } from './judge/sum.ts'
import { pause } from './platform/serve.ts'
import { Random } from './random.ts'
import type { SoakSettings } from './settings.ts'
import { settle } from './settle.ts'
import { startWorld, type World } from './world.ts'

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
    return await judgeSoak(world, clients, faults, failing)
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
