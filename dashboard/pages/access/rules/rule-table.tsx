// Rules, one a row: for whom, where, which tool, and what is set.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Rule } from '../../../../schema/api/rules.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { Badge } from '../../../ui/badge.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import { textOfMember } from '../person.ts'
import type { RuleNames } from './rule-names.ts'

export function RuleTable(props: {
  rules: readonly Rule[]
  names: RuleNames
  hrefOf: (rule: Rule) => string
}) {
  return (
    <DataTable
      label="Rules"
      rows={props.rules}
      columns={[
        {
          title: 'For whom',
          cell: (rule) => (
            <div class="max-w-64">
              <A
                href={props.hrefOf(rule)}
                noScroll
                class="font-medium break-words text-accent hover:underline"
              >
                {visibleText(whomOf(rule, props.names))}
              </A>
              <div class="text-ink-soft">{rule.groupId === null ? 'User' : 'Group'}</div>
            </div>
          ),
        },
        {
          title: 'Tool',
          cell: ({ tool }) =>
            tool === null ? (
              'Every tool'
            ) : (
              <code class="block max-w-48 truncate font-mono text-[0.8125rem]" title={visibleText(tool)}>
                {visibleText(tool)}
              </code>
            ),
        },
        {
          title: 'Sets',
          cell: (rule) => (
            <div class="flex flex-wrap gap-1.5">
              <Settings rule={rule} />
              <Show when={!rule.active}>
                <Badge>Switched off</Badge>
              </Show>
            </div>
          ),
        },
        {
          title: 'Where',
          cell: (rule) => <span class="break-words">{visibleText(whereOf(rule, props.names))}</span>,
        },
        {
          title: 'Note',
          isExtra: true,
          cell: ({ note }) => (
            <span class="block max-w-48 truncate text-ink-soft" title={visibleText(note)}>
              {visibleText(note)}
            </span>
          ),
        },
      ]}
    />
  )
}

function Settings(props: { rule: Rule }) {
  return (
    <>
      <Show when={props.rule.toolEnabled !== null}>
        <Badge tone={props.rule.toolEnabled ? 'ok' : 'bad'}>
          {props.rule.toolEnabled ? 'Tool on' : 'Tool off'}
        </Badge>
      </Show>
      <Show when={props.rule.confirmation !== null}>
        <Badge tone={props.rule.confirmation ? 'warn' : 'neutral'}>
          {props.rule.confirmation ? 'Needs approval' : 'No approval'}
        </Badge>
      </Show>
    </>
  )
}

export function whomOf({ groupId, user }: Rule, names: RuleNames): string {
  if (groupId !== null) return names.nameOf('group', groupId)
  return user === null ? 'Nobody' : textOfMember(user)
}

export function whereOf({ serverId, gatewayId }: Rule, names: RuleNames): string {
  if (serverId !== null) return names.nameOf('server', serverId)
  return gatewayId === null ? 'Nowhere' : `${names.nameOf('gateway', gatewayId)} (Gateway)`
}
