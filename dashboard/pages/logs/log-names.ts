// What the ids in log events are called. An id whose name is not known, or may not be seen, stands for itself.
import { useAgents } from '../../data/agents.ts'
import { useGateways } from '../../data/gateways.ts'
import { readyData } from '../../data/ready-data.ts'
import { useServers } from '../../data/servers.ts'
import { useSession } from '../../session/session.tsx'

export interface LogNames {
  server: (id: string) => string
  gateway: (id: string) => string
  agent: (id: string) => string
}

export function createLogNames(): LogNames {
  const { may } = useSession()
  const servers = useServers(() => may('servers.read'))
  const gateways = useGateways(() => may('gateways.read'))
  const agents = useAgents(() => may('servers.read'))
  return {
    server: (id) => readyData(servers)?.servers.find((server) => server.id === id)?.name ?? id,
    gateway: (id) => readyData(gateways)?.gateways.find((gateway) => gateway.id === id)?.name ?? id,
    agent: (id) =>
      id === 'unrecognised'
        ? 'Unrecognised'
        : (readyData(agents)?.find((agent) => agent.id === id)?.name ?? id),
  }
}
