// MCP clients of one Gateway: preregistered ones, and those that it refuses.
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { Detached } from '../../schema/api/attachments.ts'
import type {
  blockedClientList,
  Client,
  clientBlock,
  clientCreate,
  clientList,
  ClientUpdate,
  clientWithSecret,
} from '../../schema/api/clients.ts'
import type { GrantsRevoked } from '../../schema/api/grants.ts'
import { api } from './api.ts'
import { GRANTS_KEY } from './grants.ts'

export const CLIENTS_KEY = ['clients'] as const

export type NewClient = z.input<typeof clientCreate>
export type ClientWithSecret = z.infer<typeof clientWithSecret>
export type BlockedClients = z.infer<typeof blockedClientList>
export type ClientBlock = z.infer<typeof clientBlock>

export function useClients(gatewayId: () => string) {
  return useQuery(() => ({
    queryKey: [...CLIENTS_KEY, { gatewayId: gatewayId() }],
    queryFn: ({ signal }) =>
      api<z.infer<typeof clientList>>('/clients', { signal, query: { gatewayId: gatewayId() } }),
  }))
}

export function useBlockedClients(gatewayId: () => string) {
  return useQuery(() => ({
    queryKey: ['blocked-clients', gatewayId()],
    queryFn: ({ signal }) =>
      api<BlockedClients>('/blocked-clients', { signal, query: { gatewayId: gatewayId() } }),
  }))
}

export function loadClient(id: string): Promise<Client> {
  return api<Client>(pathOf(id))
}

/** A client with `secret` was just made or got a new secret, which nobody can read again. */
export function useClientWrites() {
  const client = useQueryClient()
  const clientsChanged = () => void client.invalidateQueries({ queryKey: CLIENTS_KEY })
  const blocksChanged = () => {
    void client.invalidateQueries({ queryKey: ['blocked-clients'] })
    void client.invalidateQueries({ queryKey: GRANTS_KEY })
  }
  return {
    async create(body: NewClient) {
      const made = await api<ClientWithSecret>('/clients', { method: 'POST', body })
      clientsChanged()
      return made
    },
    async update(id: string, body: ClientUpdate, version: number) {
      const saved = await api<Client>(pathOf(id), { method: 'PATCH', body, ifMatch: version })
      clientsChanged()
      return saved
    },
    async rotateSecret({ id, version }: Pick<Client, 'id' | 'version'>) {
      const rotated = await api<ClientWithSecret>(`${pathOf(id)}/secret`, {
        method: 'POST',
        body: {},
        ifMatch: version,
      })
      clientsChanged()
      return rotated
    },
    async remove({ id, version }: Pick<Client, 'id' | 'version'>) {
      const ended = await api<Detached>(pathOf(id), { method: 'DELETE', ifMatch: version })
      clientsChanged()
      void client.invalidateQueries({ queryKey: GRANTS_KEY })
      return ended
    },
    async block(body: ClientBlock) {
      const ended = await api<GrantsRevoked>('/clients/block', { method: 'POST', body })
      blocksChanged()
      return ended
    },
    async unblock(body: ClientBlock) {
      await api('/clients/unblock', { method: 'POST', body })
      blocksChanged()
    },
  }
}

function pathOf(id: string): string {
  return `/clients/${encodeURIComponent(id)}`
}
