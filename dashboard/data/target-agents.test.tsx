import { QueryClient, QueryClientProvider } from '@tanstack/solid-query'
import { render, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { TargetAgents } from '../../schema/api/agents.ts'
import { switched, useAgentSwitch } from './target-agents.ts'

const target = { kind: 'server', id: 'srv_a' } as const
const KEY = ['target-agents', 'server', 'srv_a']
const before: TargetAgents = {
  ruleId: null,
  otherAgents: true,
  unrecognised: true,
  agents: [
    { id: 'agt_a', name: 'A', allowed: true, isSet: false },
    { id: 'agt_b', name: 'B', allowed: true, isSet: true },
  ],
  version: 3,
}

let answers: ((response: Response) => void)[] = []
let asked: { url: string; init: RequestInit }[] = []

function start() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  client.setQueryData(KEY, before)
  let move: ReturnType<typeof useAgentSwitch> | undefined
  const Page = () => {
    move = useAgentSwitch()
    return null
  }
  render(() => (
    <QueryClientProvider client={client}>
      <Page />
    </QueryClientProvider>
  ))
  if (!move) throw new Error('nothing was rendered')
  const now = () => client.getQueryData<TargetAgents>(KEY)
  return { client, move, allowed: (id: string) => now()?.agents.find((agent) => agent.id === id)?.allowed }
}

beforeEach(() => {
  answers = []
  asked = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url, init })
    return new Promise<Response>((resolve) => answers.push(resolve))
  })
})
afterEach(() => vi.unstubAllGlobals())

it('a switch moves at once, and stays where the API put it', async () => {
  const { move, allowed } = start()
  const moving = move(target, { agentId: 'agt_a' }, false)
  await waitFor(() => expect(asked).toHaveLength(1))
  expect(allowed('agt_a')).toBe(false)
  expect(asked[0]?.url).toBe('/api/v1/agents/agt_a/servers/srv_a')
  answers[0]?.(Response.json(switched(before, { agentId: 'agt_a' }, false)))
  await moving
  expect(allowed('agt_a')).toBe(false)
})

it('a late answer does not undo a later switch: writes to one target wait for each other', async () => {
  const { move, allowed } = start()
  const first = move(target, { agentId: 'agt_a' }, false)
  const second = move(target, { agentId: 'agt_b' }, false)
  await waitFor(() => expect(asked).toHaveLength(1))
  const afterFirst = switched(before, { agentId: 'agt_a' }, false)
  answers[0]?.(Response.json(afterFirst))
  await first
  expect([allowed('agt_a'), allowed('agt_b')]).toEqual([false, false])
  await waitFor(() => expect(asked).toHaveLength(2))
  answers[1]?.(Response.json(switched(afterFirst, { agentId: 'agt_b' }, false)))
  await second
  expect([allowed('agt_a'), allowed('agt_b')]).toEqual([false, false])
})

it('a switch that the API refuses goes back, is told, and is read again', async () => {
  const { client, move, allowed } = start()
  const moving = move(target, { agentId: 'agt_a' }, false)
  await waitFor(() => expect(asked).toHaveLength(1))
  answers[0]?.(Response.json({ detail: 'no' }, { status: 403 }))
  await expect(moving).rejects.toThrow('no')
  expect(allowed('agt_a')).toBe(true)
  expect(client.getQueryState(KEY)?.isInvalidated).toBe(true)
})

it('whoever has no switch of their own follows the other agents', () => {
  const after = switched(before, { field: 'otherAgents' }, false)
  expect(after.agents.map(({ allowed }) => allowed)).toEqual([false, true])
  expect(switched(after, { agentId: 'agt_b' }, null).agents[1]).toMatchObject({
    allowed: false,
    isSet: false,
  })
})
