// What pages read and write about agents.
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { Agent, agentCreate, agentServers, AgentUpdate } from '../../schema/api/agents.ts'
import { allPages } from './all-pages.ts'
import { api } from './api.ts'

export const AGENTS_KEY = ['agents'] as const

export type NewAgent = z.input<typeof agentCreate>
type AgentServersPage = z.infer<typeof agentServers>
export type ServerOfAgent = AgentServersPage['servers'][number]

interface AgentPage {
  agents: Agent[]
  cursor: string | null
}

/** All of them, predefined ones first. */
export function useAgents(isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: AGENTS_KEY,
    queryFn: ({ signal }) => allPages<AgentPage, Agent>('/agents', ({ agents }) => agents, { signal }),
    enabled: isEnabled(),
  }))
}

export function useAgent(id: () => string) {
  return useQuery(() => ({
    queryKey: [...AGENTS_KEY, id()],
    queryFn: ({ signal }) => loadAgent(id(), signal),
  }))
}

export function loadAgent(id: string, signal?: AbortSignal): Promise<Agent> {
  return api<Agent>(pathOf(id), signal ? { signal } : {})
}

/** Which servers one agent may use. */
export function useAgentServers(id: () => string) {
  return useQuery(() => ({
    queryKey: [...AGENTS_KEY, id(), 'servers'],
    queryFn: ({ signal }) =>
      allPages<AgentServersPage, ServerOfAgent>(`${pathOf(id())}/servers`, ({ servers }) => servers, {
        signal,
      }),
  }))
}

/** They throw what `api` throws. */
export function useAgentWrites() {
  const client = useQueryClient()
  const keep = (saved: Agent): Agent => {
    client.setQueryData([...AGENTS_KEY, saved.id], saved)
    void client.invalidateQueries({ queryKey: AGENTS_KEY, exact: true })
    // The mapping names agents.
    void client.invalidateQueries({ queryKey: ['target-agents'] })
    return saved
  }
  return {
    create: async (agent: NewAgent) => keep(await api<Agent>('/agents', { method: 'POST', body: agent })),
    update: async (id: string, change: AgentUpdate, version: number) =>
      keep(await api<Agent>(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })),
    async remove({ id, version }: Pick<Agent, 'id' | 'version'>) {
      await api(pathOf(id), { method: 'DELETE', ifMatch: version })
      client.removeQueries({ queryKey: [...AGENTS_KEY, id] })
      void client.invalidateQueries({ queryKey: AGENTS_KEY, exact: true })
      void client.invalidateQueries({ queryKey: ['target-agents'] })
    },
  }
}

function pathOf(id: string): string {
  return `/agents/${encodeURIComponent(id)}`
}
