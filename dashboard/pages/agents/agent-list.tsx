// Every agent with how it is recognised; its page has the servers it may use.
import { A } from '@solidjs/router'
import type { Agent } from '../../../schema/api/agents.ts'
import { visibleText } from '../../format/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { DataTable } from '../../ui/data-table.tsx'

export function AgentList(props: { agents: readonly Agent[] }) {
  return (
    <DataTable
      label="Agents"
      rows={props.agents}
      columns={[
        {
          title: 'Agent',
          cell: (agent) => (
            <A
              href={`/agents/${encodeURIComponent(agent.id)}`}
              class="font-medium break-words text-accent hover:underline"
            >
              {visibleText(agent.name)}
            </A>
          ),
        },
        {
          title: 'Kind',
          isExtra: true,
          cell: ({ kind }) => (
            <Badge tone={kind === 'custom' ? 'accent' : 'neutral'}>
              {kind === 'custom' ? 'Custom' : 'Predefined'}
            </Badge>
          ),
        },
        {
          title: 'Recognised by',
          cell: (agent) => <span class="text-ink-soft">{visibleText(waysOf(agent))}</span>,
        },
      ]}
    />
  )
}

/** `2 client ids, 1 keyword`. */
export function waysOf({ builtIn, clientIds, clientUrlPrefixes, keywords }: Agent): string {
  const count = (own: readonly string[], known: readonly string[] | undefined, one: string) => {
    const all = own.length + (known?.length ?? 0)
    return all === 0 ? [] : [`${all} ${one}${all === 1 ? '' : 's'}`]
  }
  const ways = [
    ...count(clientIds, builtIn?.clientIds, 'client id'),
    ...count(clientUrlPrefixes, builtIn?.clientUrlPrefixes, 'metadata URL'),
    ...count(keywords, builtIn?.keywords, 'keyword'),
  ]
  return ways.length === 0 ? 'Access tokens made for it' : ways.join(', ')
}
