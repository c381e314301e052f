// Who changed what, newest first.
import { useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import type { AuditEvent, AuditList } from '../../schema/api/logs.ts'
import { api } from './api.ts'
import { boundsOf, type TimeRange } from './logs.ts'

export const AUDIT_FILTERS = ['resourceKind', 'resourceId', 'action', 'actorId'] as const
export type AuditFilter = (typeof AUDIT_FILTERS)[number]
export type AuditFilters = Partial<Record<AuditFilter, string>>

export function useAudit(filters: () => AuditFilters, range: () => TimeRange) {
  return useInfiniteQuery(() => ({
    queryKey: ['audit', filters(), range()],
    queryFn: ({ pageParam, signal }) =>
      api<AuditList>('/audit', {
        query: { ...filters(), ...boundsOf(range(), Date.now()), limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page: AuditList) => page.cursor,
  }))
}

export function useAuditEvent(id: () => string, isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: ['audit', 'event', id()],
    queryFn: ({ signal }) => api<AuditEvent>(`/audit/${encodeURIComponent(id())}`, { signal }),
    staleTime: Infinity,
    enabled: isEnabled(),
  }))
}
