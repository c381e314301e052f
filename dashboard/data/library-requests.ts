// Requests for servers of the library: everybody's for those who decide, one's own for those who ask.
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type {
  InstallRequest,
  installRequestList,
  OwnRequest,
  ownRequestList,
  requestApproved,
  requestQuery,
  requestSetup,
} from '../../schema/api/requests.ts'
import { api } from './api.ts'
import { GATEWAYS_KEY } from './gateways.ts'
import { LIBRARY_KEY, type InstallBody } from './library.ts'
import { SERVERS_KEY } from './servers.ts'

export const REQUESTS_KEY = ['library-requests'] as const

export type RequestPage = z.infer<typeof installRequestList>
export type OwnRequestPage = z.infer<typeof ownRequestList>
export type RequestState = NonNullable<z.input<typeof requestQuery>['state']>
export type ApproveOutcome = z.infer<typeof requestApproved> | z.infer<typeof requestSetup>

export function useRequests(state: () => RequestState | undefined, isEnabled: () => boolean = () => true) {
  return useInfiniteQuery(() => ({
    queryKey: [...REQUESTS_KEY, 'all', state()],
    queryFn: ({ signal, pageParam }) =>
      api<RequestPage>('/requests', { signal, query: { state: state(), cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: RequestPage) => page.cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: isEnabled(),
  }))
}

export function useOwnRequests(isEnabled: () => boolean = () => true) {
  return useInfiniteQuery(() => ({
    queryKey: [...REQUESTS_KEY, 'mine'],
    queryFn: ({ signal, pageParam }) =>
      api<OwnRequestPage>('/requests/mine', { signal, query: { cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: OwnRequestPage) => page.cursor ?? undefined,
    enabled: isEnabled(),
  }))
}

export function useRequestWrites() {
  const client = useQueryClient()
  const changed = () => {
    void client.invalidateQueries({ queryKey: REQUESTS_KEY })
    void client.invalidateQueries({ queryKey: LIBRARY_KEY })
  }
  return {
    async ask(entryId: string, note: string) {
      const asked = await api<OwnRequest>('/requests', { method: 'POST', body: { entryId, note } })
      changed()
      return asked
    },
    /** Installs what was asked for, or answers what is still needed. */
    async approve(id: string, body: InstallBody) {
      const path = `/requests/${encodeURIComponent(id)}/approve`
      const outcome = await api<ApproveOutcome>(path, { method: 'POST', body })
      if (outcome.state === 'installed') {
        changed()
        void client.invalidateQueries({ queryKey: SERVERS_KEY, exact: true })
        void client.invalidateQueries({ queryKey: GATEWAYS_KEY })
      }
      return outcome
    },
    async dismiss(id: string, reason: string) {
      const path = `/requests/${encodeURIComponent(id)}/dismiss`
      const dismissed = await api<InstallRequest>(path, { method: 'POST', body: { reason } })
      changed()
      return dismissed
    },
  }
}
