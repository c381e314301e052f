// Ada, an Owner, and Grace, a Developer, each in a browser of her own before one furnished deployment; and real clients
// that act for them meanwhile.
import type { Locator, Page } from 'playwright-core'
import { connect, type DemoClient } from '../../../../examples/demo/demo-client.ts'
import type { WalkingProvider } from '../../../../examples/demo/oauth-provider.ts'
import { agentOf } from '../../../../examples/demo/traffic.ts'
import { startAccessTeam, type AccessTeam } from '../../../harness/access-team.ts'
import { ada, grace } from '../../../harness/people.ts'
import { until } from '../../../harness/until.ts'
import {
  faultsOf,
  newContext,
  settled,
  signInAt,
  startDashboardWorld,
  type DashboardWorld,
} from '../world.ts'

/** Within which every change holds everywhere (P8). */
const HOLDS_WITHIN_MS = 10_000

export interface RealClient extends DemoClient {
  provider: WalkingProvider
  mcpUrl: string
}

export interface Desk extends DashboardWorld {
  ada: Page
  grace: Page
  /** Signs people in in front of the dashboard, beside the authorization server. */
  team: AccessTeam
  /** What the pages did that they must not do. */
  faults: string[]
  serverOf(slug: string): { id: string; mcpUrl: string }
  /** Signs in where it must. */
  connect(slug: string, provider: WalkingProvider): Promise<RealClient>
  /** The client that the agent “Ticket triage” is recognised by. */
  connectTriage(slug: string): Promise<RealClient>
}

export async function openDesk(): Promise<Desk> {
  const team = await startAccessTeam()
  const world = await startDashboardWorld({ variables: team.variables })
  const clients: RealClient[] = []
  const dispose = async () => {
    await Promise.all(clients.map((client) => client.close()))
    await world.dispose()
    team.stop()
  }
  const serverOf = (slug: string) => {
    const server = world.configuration.servers.find((candidate) => candidate.slug === slug)
    if (!server) throw new Error(`no server ${slug}`)
    return server
  }
  const connectAs = async (slug: string, provider: WalkingProvider): Promise<RealClient> => {
    const { mcpUrl } = serverOf(slug)
    const client = { ...(await connect(mcpUrl, provider)), provider, mcpUrl }
    clients.push(client)
    return client
  }
  try {
    const faults: string[][] = []
    const pages = await Promise.all(
      [ada, grace].map(async (person) => {
        const page = await (await newContext(world.browser)).newPage()
        page.setDefaultTimeout(20_000)
        faults.push(faultsOf(page))
        await signInAt(page, world.stack.origin, person)
        return page
      }),
    )
    const [ofAda, ofGrace] = pages as [Page, Page]
    return {
      ...world,
      dispose,
      ada: ofAda,
      grace: ofGrace,
      team,
      get faults() {
        return faults.flat()
      },
      serverOf,
      connect: connectAs,
      connectTriage: (slug) => connectAs(slug, agentOf(ada, serverOf(slug).mcpUrl)),
    }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** Goes to a page of the dashboard, as a link that somebody sent would. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href)
  await settled(page)
}

export const press = (within: Page | Locator, name: string) =>
  within.getByRole('button', { name, exact: true }).click()

export const field = (within: Page | Locator, label: string) => within.getByLabel(label, { exact: true })

export const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })

/** What the client is told when it is refused; it is asked until then, for as long as a change may take. */
export async function refusalOf(call: () => Promise<unknown>): Promise<Error> {
  let refusal: unknown
  const isRefused = async () => {
    try {
      await call()
      return false
    } catch (error) {
      refusal = error
      return true
    }
  }
  await until('the refusal', isRefused, HOLDS_WITHIN_MS)
  return refusal as Error
}

export async function soon(what: string, isThere: () => Promise<boolean>): Promise<void> {
  await until(what, isThere, HOLDS_WITHIN_MS)
}

export const toolsOf = async ({ client }: RealClient) =>
  (await client.listTools()).tools.map(({ name }) => name)
