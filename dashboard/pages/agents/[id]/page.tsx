// One agent: how it is recognised, which servers it may use, its tokens, and what it did last.
import { useNavigate, useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Agent } from '../../../../schema/api/agents.ts'
import { useAgent } from '../../../data/agents.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { Permitted } from '../../../session/permitted.tsx'
import { useSession } from '../../../session/session.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Card } from '../../../ui/card.tsx'
import { LoadedPage } from '../../../ui/loaded-page.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { AgentForm } from '../agent-form.tsx'
import { AgentServers } from './agent-servers.tsx'
import { AgentTokens } from './agent-tokens.tsx'
import { BuiltInPatterns } from './built-in-patterns.tsx'
import { DeleteAgent } from './delete-agent.tsx'
import { LastCalls } from './last-calls.tsx'

export default function AgentPage() {
  const params = useParams<{ id: string }>()
  const agent = useAgent(() => params.id)
  return (
    <Permitted permission="servers.read" title="Agent">
      <LoadedPage query={agent} title="Agent" noun="agent" list={{ href: '/agents', label: 'All agents' }}>
        {(found) => (
          <Show when={found().id} keyed>
            <AgentDetail agent={found()} />
          </Show>
        )}
      </LoadedPage>
    </Permitted>
  )
}

function AgentDetail(props: { agent: Agent }) {
  const { may } = useSession()
  const toast = useToast()
  const navigate = useNavigate()
  const isCustom = () => props.agent.kind === 'custom'
  return (
    <>
      <PageHeader
        title={visibleText(props.agent.name)}
        description={
          <>
            <Badge tone={isCustom() ? 'accent' : 'neutral'}>{isCustom() ? 'Custom' : 'Predefined'}</Badge>{' '}
            <code class="font-mono text-[0.8125rem] break-all">{props.agent.id}</code>
          </>
        }
        actions={
          isCustom() &&
          may('agents.configure') && (
            <DeleteAgent agent={props.agent} onDeleted={() => navigate('/agents', { replace: true })} />
          )
        }
      />
      <div class="space-y-6">
        <AgentServers agent={props.agent} />
        <Card
          title="How it is recognised"
          description="By its OAuth client where it has one, else by its access token, and only where there is neither by a keyword."
        >
          <BuiltInPatterns agent={props.agent} />
          <AgentForm
            agent={props.agent}
            isReadOnly={!may('agents.configure')}
            onSaved={(saved) =>
              toast({ message: `${saved.name} is saved. It holds everywhere within 10 s.` })
            }
          />
        </Card>
        <Show when={may('grants.read')}>
          <AgentTokens agent={props.agent} />
        </Show>
        <Show when={may('logs.read')}>
          <LastCalls agent={props.agent} />
        </Show>
      </div>
    </>
  )
}
