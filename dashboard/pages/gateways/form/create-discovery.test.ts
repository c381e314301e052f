import { createRoot, createSignal } from 'solid-js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDiscovery, type Discovery, type DiscoveryDraft } from './create-discovery.ts'

const calls: { url: string; signal: AbortSignal; answer: (issuer: string) => void }[] = []

beforeEach(() => {
  vi.useFakeTimers()
  calls.length = 0
  vi.stubGlobal('fetch', (_path: string, { body, signal }: { body: string; signal: AbortSignal }) => {
    const { authorizationServerUrl: url } = JSON.parse(body) as { authorizationServerUrl: string }
    return new Promise<Response>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error))
      calls.push({
        url,
        signal,
        answer: (issuer) =>
          resolve(
            Response.json({ report: { at: 1, url, metadata: { issuer }, findings: [] }, endpoints: null }),
          ),
      })
    })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function start(
  isSettled = false,
  opened = '',
): { discovery: Discovery; type: (url: string) => void; end: () => void } {
  return createRoot((end) => {
    const [draft, setDraft] = createSignal<DiscoveryDraft>({
      provider: 'manual',
      authorizationServerUrl: opened,
    })
    const discovery = createDiscovery(draft, () => isSettled)
    const type = (authorizationServerUrl: string) => setDraft({ provider: 'manual', authorizationServerUrl })
    return { discovery, type, end }
  })
}

it('asks once after a pause, and nobody for what is no URL yet', async () => {
  const { type, end } = start()
  for (const text of ['h', 'https://', 'https://a', 'https://a.example']) type(text)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calls.map(({ url }) => url)).toEqual(['https://a.example'])
  end()
})

it('cancels the older question, and shows the answer to the newest only', async () => {
  const { discovery, type, end } = start()
  type('https://a.example')
  await vi.advanceTimersByTimeAsync(1_000)
  type('https://b.example')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false])
  calls[0]?.answer('https://a.example')
  calls[1]?.answer('https://b.example')
  await vi.advanceTimersByTimeAsync(0)
  expect(discovery.answer()?.report.metadata).toEqual({ issuer: 'https://b.example' })
  expect(discovery.isBusy()).toBe(false)
  end()
})

it('asks nobody about what is saved already, until somebody wants it', async () => {
  const { discovery, type, end } = start(true)
  type('https://a.example')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calls).toEqual([])
  discovery.retry()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calls).toHaveLength(1)
  end()
})

it.each([
  ['somebody asks', (discovery: Discovery) => discovery.retry(), 'https://a.example'],
  [
    'it is edited',
    (_: Discovery, type: (url: string) => void) => type('https://b.example'),
    'https://b.example',
  ],
])('asks nobody about a URL that a link brought, until %s', async (_when, act, asked) => {
  const { discovery, type, end } = start(false, 'https://a.example')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calls).toEqual([])
  expect(discovery.isWaiting()).toBe(true)
  act(discovery, type)
  expect(discovery.isWaiting()).toBe(false)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(calls.map(({ url }) => url)).toEqual([asked])
  end()
})
