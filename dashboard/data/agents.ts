// What pages read about agents, and the one mapping of agents to servers in its two views.
import { useQuery } from '@tanstack/solid-query'
import type { Agent } from '../../schema/api/agents.ts'
import { allPages } from './all-pages.ts'

interface AgentPage {
  agents: Agent[]
  cursor: string | null
}

/** All of them, predefined ones first. */
export function useAgents(isEnabled: () => boolean = () => true) {
  return useQuery(() => ({
    queryKey: ['agents'],
    queryFn: ({ signal }) => allPages<AgentPage, Agent>('/agents', ({ agents }) => agents, { signal }),
    enabled: isEnabled(),
  }))
}
