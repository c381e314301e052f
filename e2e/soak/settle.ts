// After the faults: everything works again, and Limen is given the time that its own backoffs ask for.
import type { ClientCall, McpClient } from './clients/mcp-client.ts'
import { pause } from './platform/serve.ts'
import type { World } from './world.ts'

/** The longest backoff, an orphan's timer and the pace of a busy Gateway. */
const SETTLE_MS_MAX = 120_000
/** Longer than any access token lives: whoever was signed out at the server has heard of it. */
const TOKEN_MS = 21_000
/** A log buffer, the retries of a flush, and the grace of an abandoned call. */
const FLUSH_MS = 12_000

interface GrantState {
  grants: { id: string; state: string }[]
  nextCursor?: string | null
}

/** Answers the calls that fail although everything works and their clients were not told to sign in again. */
export async function settle(world: World, clients: readonly McpClient[]): Promise<ClientCall[]> {
  const deadline = Date.now() + SETTLE_MS_MAX
  const tokensUntil = Date.now() + TOKEN_MS
  let failing: ClientCall[] = []
  let isBetween = true
  while (Date.now() < deadline && (isBetween || failing.length > 0 || Date.now() < tokensUntil)) {
    world.queue.hurry()
    await pause(2_000)
    failing = (await callAll(clients)).filter(({ detail }) => detail !== 'result')
    isBetween = (await grantStates(world)).includes('refreshing')
  }
  const flushedUntil = Date.now() + FLUSH_MS
  // Each call lets its isolate look at what it has not recorded yet.
  while (Date.now() < flushedUntil || (world.queue.waiting > 0 && Date.now() < deadline)) {
    world.queue.hurry()
    await clients.find((client) => client.isSignedIn)?.call()
    await pause(1_000)
  }
  // What the last of these calls wrote.
  await pause(3_000)
  return failing
}

/** Nobody signs in any more. Answers the calls of those who still may. */
async function callAll(clients: readonly McpClient[]): Promise<ClientCall[]> {
  const calls = await Promise.all(
    clients.map(async (client) => {
      const call = await client.call()
      return client.isSignedIn && call ? [call] : []
    }),
  )
  return calls.flat()
}

async function grantStates({ admin, gatewayId }: World): Promise<string[]> {
  const states: string[] = []
  let cursor = ''
  do {
    const page = await admin.get<GrantState>(`/grants?gatewayId=${gatewayId}&limit=100${cursor}`)
    states.push(...page.grants.map(({ state }) => state))
    cursor = page.nextCursor ? `&cursor=${encodeURIComponent(page.nextCursor)}` : ''
  } while (cursor !== '')
  return states
}
