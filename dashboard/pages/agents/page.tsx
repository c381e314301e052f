// Agents and the servers they may use: one mapping, as a matrix, by agent and by server.
import { A, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { useAgents } from '../../data/agents.ts'
import { useServers } from '../../data/servers.ts'
import { Permitted } from '../../session/permitted.tsx'
import { useSession } from '../../session/session.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TabSet, type TabPart } from '../../ui/tab-set.tsx'
import { useToast } from '../../ui/toast.tsx'
import { AgentForm } from './agent-form.tsx'
import { AgentList } from './agent-list.tsx'
import { AgentMatrix } from './agent-matrix.tsx'
import { ServerFolds } from './server-folds.tsx'

export default function AgentsPage() {
  return (
    <Permitted permission="servers.read" title="Agents">
      <Agents />
    </Permitted>
  )
}

function Agents() {
  const { may } = useSession()
  const [params, setParams] = useSearchParams<{ view?: string; new?: string }>()
  const navigate = useNavigate()
  const toast = useToast()
  const agents = useAgents()
  const servers = useServers()
  const isWide = createIsWide()
  const noServer = () => (
    <EmptyState
      title="No server yet"
      action={
        <Show when={may('servers.create')}>
          <A href="/servers/new" class={buttonClass('primary')}>
            Add a server
          </A>
        </Show>
      }
    >
      The mapping says which agents may use which servers.
    </EmptyState>
  )
  const parts = (): TabPart[] => [
    ...(isWide()
      ? [
          {
            id: 'matrix',
            label: 'Matrix',
            content: () => (
              <Loaded query={agents}>
                {(found) => (
                  <Loaded query={servers}>
                    {(all) => (
                      <Show when={all().servers.length > 0} fallback={noServer()}>
                        <AgentMatrix agents={found()} servers={all().servers} />
                      </Show>
                    )}
                  </Loaded>
                )}
              </Loaded>
            ),
          },
        ]
      : []),
    {
      id: 'agents',
      label: 'By agent',
      content: () => <Loaded query={agents}>{(found) => <AgentList agents={found()} />}</Loaded>,
    },
    {
      id: 'servers',
      label: 'By server',
      content: () => (
        <Loaded query={servers}>
          {(found) => (
            <Show when={found().servers.length > 0} fallback={noServer()}>
              <ServerFolds servers={found().servers} />
            </Show>
          )}
        </Loaded>
      ),
    },
  ]
  const chosen = () => parts().find(({ id }) => id === params.view)?.id ?? parts()[0]?.id ?? 'agents'
  return (
    <>
      <PageHeader
        title="Agents"
        description="Kinds of clients, and which servers each may use. An agent that is not allowed is refused before anything is listed."
        actions={
          may('agents.configure') && (
            <Button tone="primary" onClick={() => setParams({ new: '1' })}>
              New agent
            </Button>
          )
        }
      />
      <Card flush>
        <TabSet
          label="Views of the mapping"
          parts={parts()}
          chosen={chosen()}
          onChoose={(view) => setParams({ view }, { replace: true })}
        />
      </Card>
      <Dialog
        isOpen={params.new === '1' && may('agents.configure')}
        onClose={() => setParams({ new: null }, { replace: true })}
        title="New agent"
        description="Servers admit it as their row “Other agents” says, until it is switched there."
      >
        <AgentForm
          onSaved={(saved) => {
            toast({ message: `${saved.name} is created.` })
            navigate(`/agents/${encodeURIComponent(saved.id)}`)
          }}
        />
      </Dialog>
    </>
  )
}

/** A matrix needs room. */
function createIsWide(): () => boolean {
  const query = window.matchMedia('(min-width: 64rem)')
  const [isWide, setWide] = createSignal(query.matches)
  onMount(() => {
    const onChange = () => setWide(query.matches)
    query.addEventListener('change', onChange)
    onCleanup(() => query.removeEventListener('change', onChange))
  })
  return isWide
}
