// What this agent did last.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Agent } from '../../../../schema/api/agents.ts'
import { useLogs } from '../../../data/logs.ts'
import { Card } from '../../../ui/card.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { createLogNames } from '../../logs/log-names.ts'
import { LogTable } from '../../logs/log-table.tsx'

const SHOWN = 10

export function LastCalls(props: { agent: Agent }) {
  const logs = useLogs(
    () => ({ agentId: props.agent.id }),
    () => ({}),
  )
  const names = createLogNames()
  const href = () => `/logs?range=all&agentId=${encodeURIComponent(props.agent.id)}`
  return (
    <Card
      title="Last calls"
      flush
      actions={
        <A href={href()} class="text-sm text-accent hover:underline">
          All of its calls
        </A>
      }
    >
      <Loaded query={logs}>
        {(found) => (
          <Show
            when={found().pages[0]?.events.length}
            fallback={<p class="px-4 py-3 text-ink-soft">No client of this agent has called yet.</p>}
          >
            <LogTable
              label="Last calls of this agent"
              events={found().pages[0]?.events.slice(0, SHOWN) ?? []}
              names={names}
              without={['agent']}
              hrefOf={({ id }) => `${href()}&event=${encodeURIComponent(id)}`}
            />
          </Show>
        )}
      </Loaded>
    </Card>
  )
}
