// Access tokens that were made for this agent.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Agent } from '../../../../schema/api/agents.ts'
import { useAccessTokens } from '../../../data/access-tokens.ts'
import { readyData } from '../../../data/ready-data.ts'
import { useServers } from '../../../data/servers.ts'
import { Ago } from '../../../format/moment.tsx'
import { visibleText } from '../../../format/visible-text.ts'
import { Card } from '../../../ui/card.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'

export function AgentTokens(props: { agent: Agent }) {
  const tokens = useAccessTokens(() => ({ agentId: props.agent.id }))
  const servers = useServers()
  const nameOf = (id: string) => readyData(servers)?.servers.find((server) => server.id === id)?.name ?? id
  return (
    <Card
      title="Access tokens"
      description="Made for this agent at servers without OAuth."
      flush
      actions={
        <A
          href={`/tokens?agent=${encodeURIComponent(props.agent.id)}`}
          class="text-sm text-accent hover:underline"
        >
          All tokens
        </A>
      }
    >
      <Loaded query={tokens}>
        {(found) => (
          <Show
            when={found().pages.some(({ accessTokens }) => accessTokens.length > 0)}
            fallback={<p class="px-4 py-3 text-ink-soft">None.</p>}
          >
            <DataTable
              label="Access tokens of this agent"
              rows={found().pages.flatMap(({ accessTokens }) => accessTokens)}
              columns={[
                {
                  title: 'Name',
                  cell: ({ name }) => <span class="font-medium break-words">{visibleText(name)}</span>,
                },
                { title: 'Server', cell: ({ serverId }) => nameOf(serverId) },
                {
                  title: 'Last used',
                  cell: ({ lastUsedAt }) => (lastUsedAt === null ? '–' : <Ago at={lastUsedAt} />),
                },
              ]}
            />
            <MoreButton query={tokens} />
          </Show>
        )}
      </Loaded>
    </Card>
  )
}
