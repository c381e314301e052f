// Follows the log: asks for what came since the last event, waits while the tab is hidden, and holds back what is new
// while somebody reads. Events arrive a little out of order, so the last seconds are asked for again.
import { createEffect, createSignal, on, onCleanup, untrack } from 'solid-js'
import type { LogEvent } from '../../../schema/api/logs.ts'
import { readLogsSince, type LogFilters } from '../../data/logs.ts'

const POLL_MS = 3_000
const POLL_MS_MAX = 30_000
const OVERLAP_MS = 60_000
const LIMIT = 200

export interface LiveTailOptions {
  isOn: () => boolean
  filters: () => LogFilters
  /** What is in the list already. */
  shown: () => readonly LogEvent[]
  /** Somebody reads: nothing may move. */
  isReading: () => boolean
}

export function createLiveTail({ isOn, filters, shown, isReading }: LiveTailOptions) {
  const [fresh, setFresh] = createSignal<readonly LogEvent[]>([])
  const [waiting, setWaiting] = createSignal<readonly LogEvent[]>([])
  const [hasMissed, setMissed] = createSignal(false)
  const [error, setError] = createSignal<string>()

  const forget = () => {
    setFresh([])
    setWaiting([])
    setMissed(false)
    setError(undefined)
  }

  const take = () => {
    setFresh((before) => newestFirst([...waiting(), ...before]))
    setWaiting([])
  }

  const look = async (startedAt: number, signal: AbortSignal) => {
    const known = [...waiting(), ...fresh(), ...shown()]
    const from = (known[0]?.at ?? startedAt) - OVERLAP_MS
    const found = await readLogsSince(untrack(filters), Math.max(0, from), LIMIT, signal)
    if (signal.aborted) return
    const ids = new Set([...waiting(), ...fresh(), ...shown()].map(({ id }) => id))
    const arrived = found.filter(({ id, at }) => !ids.has(id) && at >= from)
    if (found.length === LIMIT && arrived.length === LIMIT) setMissed(true)
    if (arrived.length === 0) return
    setWaiting((before) => newestFirst([...arrived, ...before]))
    if (!isReading()) take()
  }

  createEffect(
    on([isOn, filters], ([on]) => {
      forget()
      if (!on) return
      const startedAt = Date.now()
      const stop = new AbortController()
      let timer: ReturnType<typeof setTimeout> | undefined
      let pauseMs = POLL_MS
      const next = () => {
        clearTimeout(timer)
        if (!stop.signal.aborted && !document.hidden) timer = setTimeout(() => void poll(), pauseMs)
      }
      const poll = async () => {
        try {
          await look(startedAt, stop.signal)
          pauseMs = POLL_MS
          setError(undefined)
        } catch (thrown) {
          if (stop.signal.aborted) return
          pauseMs = Math.min(pauseMs * 2, POLL_MS_MAX)
          setError(thrown instanceof Error ? thrown.message : 'No answer came.')
        }
        next()
      }
      const onVisible = () => {
        clearTimeout(timer)
        if (!document.hidden) void poll()
      }
      document.addEventListener('visibilitychange', onVisible)
      next()
      onCleanup(() => {
        stop.abort()
        clearTimeout(timer)
        document.removeEventListener('visibilitychange', onVisible)
      })
    }),
  )

  return {
    /** Above the list, newest first. */
    fresh,
    /** Not shown yet, because somebody reads. */
    waitingCount: () => waiting().length,
    take,
    forget,
    /** More came at once than was read: between the new ones and the list some are not shown. */
    hasMissed,
    error,
  }
}

function newestFirst(events: readonly LogEvent[]): LogEvent[] {
  return events.toSorted((one, other) => other.at - one.at)
}
