// What pages read of the log: pages of events by filter, one event, and how many were lost.
import { useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import type { LogEvent, LogGaps, LogList, LogSummary } from '../../schema/api/logs.ts'
import { api } from './api.ts'

/** The filters that the API has, by their names on the wire; they stand in the URL under the same names. */
export const LOG_FILTERS = [
  'requestId',
  'serverId',
  'gatewayId',
  'attachmentId',
  'tool',
  'agentId',
  'userEmail',
  'userSubject',
  'userDomain',
  'userLevel',
  'clientId',
  'kind',
  'outcome',
  'guardrailOutcome',
] as const

export type LogFilter = (typeof LOG_FILTERS)[number]
export type LogFilters = Partial<Record<LogFilter, string>>

/** Either the last so many milliseconds, or from a moment to another; all of it where nothing is said. */
export interface TimeRange {
  lastMs?: number
  from?: number
  to?: number
}

export const PAGE_SIZE = 50

export function useLogs(
  filters: () => LogFilters,
  range: () => TimeRange,
  isEnabled: () => boolean = () => true,
) {
  return useInfiniteQuery(() => ({
    queryKey: ['logs', filters(), range()],
    queryFn: ({ pageParam, signal }) =>
      api<LogList>('/logs', {
        query: { ...filters(), ...boundsOf(range(), Date.now()), limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page: LogList) => page.cursor,
    // A page that was read stays as it was read: what is new comes by the live tail or by "Refresh".
    staleTime: Infinity,
    gcTime: 60_000,
    enabled: isEnabled(),
  }))
}

/** Events from a moment on, newest first; at most `limit`. */
export async function readLogsSince(filters: LogFilters, from: number, limit: number, signal: AbortSignal) {
  return (await api<LogList>('/logs', { query: { ...filters, from, limit }, signal })).events
}

export function useLogEvent(id: () => string, isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: ['logs', 'event', id()],
    queryFn: ({ signal }) => api<LogEvent>(`/logs/${encodeURIComponent(id())}`, { signal }),
    staleTime: Infinity,
    enabled: isEnabled(),
  }))
}

/** Events of the last 24 hours that were lost on their way. */
export function useLogGaps() {
  return useQuery(() => ({
    queryKey: ['logs', 'gaps'],
    queryFn: ({ signal }) => api<LogGaps>('/logs/gaps', { signal }),
    staleTime: 60_000,
  }))
}

/** Calls, errors and refusals of the last 24 hours, per server and per hour. */
export function useLogSummary(isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: ['logs', 'summary'],
    queryFn: ({ signal }) => api<LogSummary>('/logs/summary', { signal }),
    enabled: isEnabled(),
    refetchInterval: 60_000,
  }))
}

export function boundsOf({ lastMs, from, to }: TimeRange, now: number): { from?: number; to?: number } {
  if (lastMs !== undefined) return { from: now - lastMs }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}
