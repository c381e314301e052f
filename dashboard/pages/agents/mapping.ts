// The mapping of agents to servers as a whole: every server with what it and its Gateway say about each agent.
import { useQueries } from '@tanstack/solid-query'
import type { TargetAgents } from '../../../schema/api/agents.ts'
import type { Server } from '../../../schema/api/servers.ts'
import { targetAgentsQuery, type AccessTarget } from '../../data/target-agents.ts'
import { readyData } from '../../data/ready-data.ts'
import { useSession } from '../../session/session.tsx'

export interface Mapping {
  of: (target: AccessTarget) => TargetAgents | undefined
  /** It could not be read: deleted meanwhile, or out of reach. */
  hasFailed: (target: AccessTarget) => boolean
  /** Whether the server's Gateway refuses the agent, whatever the server says; `agentId` null: the unrecognised. */
  isDeniedAbove: (server: Server, agentId: string | null) => boolean
}

export function createMapping(servers: () => readonly Server[]): Mapping {
  const { may } = useSession()
  const targets = (): AccessTarget[] => {
    const gateways = new Set(
      servers().flatMap(({ attachment }) => (attachment ? [attachment.gatewayId] : [])),
    )
    return [
      ...servers().map(({ id }) => ({ kind: 'server' as const, id })),
      ...(may('gateways.read') ? [...gateways].map((id) => ({ kind: 'gateway' as const, id })) : []),
    ]
  }
  const results = useQueries(() => ({ queries: targets().map((target) => targetAgentsQuery(target)) }))
  const resultOf = (target: AccessTarget) =>
    results[targets().findIndex(({ kind, id }) => kind === target.kind && id === target.id)]
  const of = (target: AccessTarget) => {
    const result = resultOf(target)
    return result && readyData(result)
  }
  return {
    of,
    hasFailed: (target) => resultOf(target)?.isError === true,
    isDeniedAbove({ attachment }, agentId) {
      const above = attachment && of({ kind: 'gateway', id: attachment.gatewayId })
      if (!above) return false
      if (agentId === null) return !above.unrecognised
      return above.agents.some(({ id, allowed }) => id === agentId && !allowed)
    },
  }
}
