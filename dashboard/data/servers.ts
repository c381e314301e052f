// What pages read and write about servers.
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Detached } from '../../schema/api/attachments.ts'
import type { Server, ServerCreate, ServerUpdate, ServerWithProbe } from '../../schema/api/servers.ts'
import { api } from './api.ts'

export const SERVERS_KEY = ['servers'] as const

export function useServers(isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: SERVERS_KEY,
    queryFn: ({ signal }) => api<{ servers: Server[] }>('/servers', { signal }),
    enabled: isEnabled(),
  }))
}

export function useServer(id: () => string) {
  return useQuery(() => ({
    queryKey: [...SERVERS_KEY, id()],
    queryFn: ({ signal }) => loadServer(id(), signal),
  }))
}

export function loadServer(id: string, signal?: AbortSignal): Promise<Server> {
  return api<Server>(`/servers/${encodeURIComponent(id)}`, signal ? { signal } : {})
}

/** Only `slug`, `name` and `runtimeUrl` must be said, and whether there is a worker secret. */
export type NewServer = Pick<ServerCreate, 'slug' | 'name' | 'runtimeUrl' | 'workerSecret'> &
  Partial<ServerCreate>

/** Each keeps what pages show true to what was saved. They throw what `api` throws. */
export function useServerWrites() {
  const client = useQueryClient()
  const keep = <S extends Server>(saved: S): S => {
    client.setQueryData([...SERVERS_KEY, saved.id], saved)
    // At once, for a page that begins with the list and is gone to before it is read anew.
    client.setQueryData<{ servers: Server[] }>(SERVERS_KEY, (known) => known && withServer(known, saved))
    void client.invalidateQueries({ queryKey: SERVERS_KEY, exact: true })
    return saved
  }
  return {
    create: async (server: NewServer) =>
      keep(await api<Server>('/servers', { method: 'POST', body: server })),
    update: async (id: string, change: ServerUpdate, version: number) =>
      keep(await api<ServerWithProbe>(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })),
    /** Tries the pending worker secret at the runtime again. */
    probeSecret: async (id: string) =>
      keep(await api<ServerWithProbe>(`${pathOf(id)}/worker-secret/probe`, { method: 'POST' })),
    async remove({ id, name, version }: Pick<Server, 'id' | 'name' | 'version'>) {
      const answer = await api<Detached>(pathOf(id), {
        method: 'DELETE',
        query: { confirm: name },
        ifMatch: version,
      })
      void client.invalidateQueries({ queryKey: SERVERS_KEY, exact: true })
      void client.invalidateQueries({ queryKey: ['gateways'] })
      return answer
    },
  }
}

function withServer({ servers }: { servers: Server[] }, saved: Server): { servers: Server[] } {
  const isKnown = servers.some(({ id }) => id === saved.id)
  return {
    servers: isKnown ? servers.map((one) => (one.id === saved.id ? saved : one)) : [...servers, saved],
  }
}

function pathOf(id: string): string {
  return `/servers/${encodeURIComponent(id)}`
}
