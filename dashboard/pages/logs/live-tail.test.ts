import { createRoot, createSignal } from 'solid-js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LogEvent } from '../../../schema/api/logs.ts'
import { createLiveTail } from './live-tail.ts'

const NOW = 1_790_000_000_000
let served: Partial<LogEvent>[] = []
let asked: URL[] = []
let isHidden = false
let stop = () => {}

function event(id: string, at: number): LogEvent {
  return { id, at } as LogEvent
}

function follow(options: { isReading?: boolean; filters?: Record<string, string> } = {}) {
  return createRoot((dispose) => {
    stop = dispose
    const [isReading, setReading] = createSignal(options.isReading ?? false)
    const tail = createLiveTail({
      isOn: () => true,
      filters: () => options.filters ?? {},
      shown: () => [event('old', NOW)],
      isReading,
    })
    return { tail, setReading }
  })
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const ids = (events: readonly LogEvent[]) => events.map(({ id }) => id)

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  served = []
  asked = []
  isHidden = false
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => isHidden)
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(new URL(url, 'http://limen.test'))
    return Response.json({ events: served, cursor: null })
  })
})

afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('shows what is new at the top, each event once, also one that arrives late', async () => {
  const { tail } = follow({ filters: { serverId: 'srv_a' } })
  served = [event('b', NOW + 500), event('old', NOW)]
  await pass(4_000)
  served = [event('b', NOW + 500), event('late', NOW - 2_000), event('old', NOW)]
  await pass(4_000)
  expect(ids(tail.fresh())).toEqual(['b', 'late'])
  expect(asked[0]?.searchParams.get('serverId')).toBe('srv_a')
})

it('moves nothing while somebody reads, and says how many wait', async () => {
  const { tail } = follow({ isReading: true })
  served = [event('b', NOW + 500), event('c', NOW + 600)]
  await pass(8_000)
  expect(tail.fresh()).toEqual([])
  expect(tail.waitingCount()).toBe(2)
  tail.take()
  expect(ids(tail.fresh())).toEqual(['c', 'b'])
})

it('asks nothing while the tab is hidden, and at once when it is seen again', async () => {
  follow()
  isHidden = true
  document.dispatchEvent(new Event('visibilitychange'))
  await pass(60_000)
  expect(asked).toHaveLength(0)
  isHidden = false
  document.dispatchEvent(new Event('visibilitychange'))
  await pass(10)
  expect(asked).toHaveLength(1)
})

it('goes on after an outage, slower meanwhile, and says so', async () => {
  const { tail } = follow()
  const answering = globalThis.fetch
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
  await pass(3_500)
  expect(tail.error()).toContain('cannot be reached')
  vi.stubGlobal('fetch', answering)
  served = [event('b', NOW + 500)]
  await pass(3_500)
  expect(asked).toHaveLength(0)
  await pass(3_500)
  expect(tail.error()).toBeUndefined()
  expect(ids(tail.fresh())).toEqual(['b'])
})
