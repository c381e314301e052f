// What the URL asks of the log: filters, time range, live tail and the event whose details are open.
import { useLocation, useSearchParams } from '@solidjs/router'
import { createMemo } from 'solid-js'
import { LOG_FILTERS, type LogFilter, type LogFilters } from '../../data/logs.ts'
import { queryHref } from '../../ui/query-href.ts'
import { parseRange } from './time-range.ts'

/** `fixed` filters belong to the page, not to the URL: the server of its own tab. */
export function createLogQuery(fixed: () => LogFilters) {
  const [params, setParams] = useSearchParams()
  const location = useLocation()
  const one = (name: string) => {
    const value = params[name]
    return (Array.isArray(value) ? value[0] : value) || undefined
  }
  const chosen = createMemo<LogFilters>(
    () =>
      Object.fromEntries(
        LOG_FILTERS.filter((name) => fixed()[name] === undefined).flatMap((name) => {
          const value = one(name)
          return value === undefined ? [] : [[name, value]]
        }),
      ),
    {},
    { equals: isSame },
  )
  const parsed = createMemo(
    () => parseRange({ range: one('range'), from: one('from'), to: one('to') }),
    undefined,
    { equals: isSame },
  )
  const hrefWith = (changes: Readonly<Record<string, string | undefined>>) => queryHref(location, changes)
  return {
    /** Without the fixed ones. */
    chosen,
    filters: createMemo<LogFilters>(() => ({ ...chosen(), ...fixed() }), {}, { equals: isSame }),
    range: () => parsed().range,
    preset: () => parsed().preset,
    isLive: () => one('live') === '1',
    eventId: () => one('event'),
    hrefWith,
    setFilter: (name: LogFilter, value: string) => setParams({ [name]: value || null, event: null }),
    /** Whoever names a request wants it whenever it was. */
    setRequest: (requestId: string) =>
      setParams({
        requestId: requestId || null,
        ...(requestId === '' ? {} : { range: 'all', from: null, to: null }),
        event: null,
      }),
    setPreset: (preset: string) => setParams({ range: preset, from: null, to: null }),
    setBounds: (from: number | undefined, to: number | undefined) =>
      setParams({ range: null, from: from ?? null, to: to ?? null, live: null }),
    /** What comes in live has no end, so a range that has one gives way. */
    setLive: (isLive: boolean) =>
      setParams(isLive ? { live: '1', from: null, to: null } : { live: null }, { replace: true }),
    closeEvent: () => setParams({ event: null }, { replace: true }),
    clear: () =>
      setParams({
        ...Object.fromEntries(LOG_FILTERS.map((name) => [name, null])),
        range: null,
        from: null,
        to: null,
        event: null,
      }),
  }
}

export type LogQueryState = ReturnType<typeof createLogQuery>

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
