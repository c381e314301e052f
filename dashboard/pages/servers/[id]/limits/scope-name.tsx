import type { MeterScope } from '../../../../../schema/api/meter-scope.ts'
import { useAgents } from '../../../../data/agents.ts'
import { readyData } from '../../../../data/ready-data.ts'
import { useSession } from '../../../../session/session.tsx'
import { scopeWords } from './scope-words.ts'

/** What is counted; an agent by its name as soon as that is known. */
export function ScopeName(props: { scope: MeterScope }) {
  const { may } = useSession()
  const agents = useAgents(() => props.scope.kind === 'agent' && may('servers.read'))
  const nameOf = (id: string) => readyData(agents)?.find((agent) => agent.id === id)?.name ?? id
  return <>{scopeWords(props.scope, nameOf)}</>
}
