// A person's own grants at Gateways, entered by each Gateway's own sign-in (product.md §5). The cookies of those
// sign-ins are the API's; the page knows of them what the API says.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import type {
  Connection,
  ConnectionList,
  ConnectionsEnded,
  ConnectionSignIns,
} from '../../schema/api/connections.ts'
import { api, queryOf } from './api.ts'

const KEY = ['connections'] as const

export type ConnectionSignIn = ConnectionSignIns['signIns'][number]

export function useConnectionSignIns() {
  return useQuery(() => ({
    queryKey: [...KEY, 'sign-ins'],
    queryFn: ({ signal }) => api<ConnectionSignIns>('/session/connections/sign-ins', { signal }),
  }))
}

export function useSignInsChanged(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: [...KEY, 'sign-ins'] })
}

/** What begins a sign-in; a page to open, not a call. */
export function connectionsSignInUrl(where: { gatewayId: string } | { mcpUrl: string }): string {
  return `/api/v1/session/connections/sign-in${queryOf({ ...where, returnTo: '/connections' })}`
}

export function useConnections(gatewayId: () => string) {
  return useInfiniteQuery(() => ({
    queryKey: [...KEY, gatewayId()],
    queryFn: ({ pageParam, signal }) =>
      api<ConnectionList>('/session/connections', {
        query: { gatewayId: gatewayId(), cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  }))
}

export function useEndConnection(gatewayId: () => string) {
  const client = useQueryClient()
  return useMutation(() => ({
    mutationFn: ({ id }: Connection) =>
      api<ConnectionsEnded>(`/session/connections/${encodeURIComponent(id)}`, {
        method: 'DELETE',
        query: { gatewayId: gatewayId() },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: [...KEY, gatewayId()] }),
  }))
}

export function useEndConnections(gatewayId: () => string) {
  const client = useQueryClient()
  return useMutation(() => ({
    mutationFn: () =>
      api<ConnectionsEnded>('/session/connections', {
        method: 'DELETE',
        query: { gatewayId: gatewayId() },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: [...KEY, gatewayId()] }),
  }))
}

export function useSignOutOfConnections() {
  const client = useQueryClient()
  return useMutation(() => ({
    mutationFn: (gatewayId: string) =>
      api('/session/connections/sign-in', { method: 'DELETE', query: { gatewayId } }),
    onSettled: (_done, _error, gatewayId) => {
      client.removeQueries({ queryKey: [...KEY, gatewayId] })
      return client.invalidateQueries({ queryKey: [...KEY, 'sign-ins'] })
    },
  }))
}
