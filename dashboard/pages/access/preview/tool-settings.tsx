// The tools of a server as they are for the user: each value with what set it.
import { A } from '@solidjs/router'
import { Show, type JSX } from 'solid-js'
import type { EffectiveTool } from '../../../data/effective-settings.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { Badge } from '../../../ui/badge.tsx'
import { DataTable } from '../../../ui/data-table.tsx'

type Setting = EffectiveTool['enabled']

const OFFERS: Readonly<Record<EffectiveTool['offer'], { label: string; tone: 'ok' | 'neutral' | 'bad' }>> = {
  offered: { label: 'Offered', tone: 'ok' },
  hidden: { label: 'Hidden', tone: 'neutral' },
  blocked: { label: 'Blocked', tone: 'bad' },
}

const REASONS: Readonly<Record<EffectiveTool['offerReason']['by'], string>> = {
  enabled: 'the tool is switched on',
  disabled: 'the tool is switched off',
  newTools: 'as the server treats new tools',
  changedTools: 'its definition changed and is not approved',
  rule: 'a rule',
}

export function ToolSettings(props: {
  serverId: string
  serverName: string
  tools: readonly EffectiveTool[]
}) {
  const toolHref = (name: string) =>
    `/servers/${encodeURIComponent(props.serverId)}/tools?tool=${encodeURIComponent(name)}`
  const source = (tool: EffectiveTool, setting: Setting) => (
    <Show
      when={setting.ruleId}
      fallback={
        <A href={toolHref(tool.name)} class="text-ink-soft hover:underline">
          the tool itself
        </A>
      }
    >
      {(ruleId) => (
        <A href={`/access/rules?rule=${encodeURIComponent(ruleId())}`} class="text-accent hover:underline">
          {setting.source === 'user' ? 'rule for the user' : 'rule for a group'}
          {setting.target === 'gateway' ? ' at the Gateway' : ''}
        </A>
      )}
    </Show>
  )
  return (
    <Show
      when={props.tools.length > 0}
      fallback={<p class="px-4 py-3 text-ink-soft">No tool of this server is known yet.</p>}
    >
      <DataTable
        label={`Tools of ${props.serverName} for this user`}
        rows={props.tools}
        columns={[
          {
            title: 'Tool',
            cell: ({ name }) => (
              <code class="block max-w-56 truncate font-mono text-[0.8125rem]" title={visibleText(name)}>
                {visibleText(name)}
              </code>
            ),
          },
          {
            title: 'For the user',
            cell: ({ offer, offerReason }) => (
              <WithSource
                value={<Badge tone={OFFERS[offer].tone}>{OFFERS[offer].label}</Badge>}
                source={
                  <Show when={offerReason.ruleId} fallback={REASONS[offerReason.by]}>
                    {(ruleId) => (
                      <A
                        href={`/access/rules?rule=${encodeURIComponent(ruleId())}`}
                        class="text-accent hover:underline"
                      >
                        {REASONS[offerReason.by]}
                      </A>
                    )}
                  </Show>
                }
              />
            ),
          },
          {
            title: 'Switched',
            cell: (tool) => (
              <WithSource value={tool.enabled.value ? 'On' : 'Off'} source={source(tool, tool.enabled)} />
            ),
          },
          {
            title: 'Approval',
            cell: (tool) => (
              <WithSource
                value={tool.confirmation.value ? 'Each call' : 'Not needed'}
                source={source(tool, tool.confirmation)}
              />
            ),
          },
          {
            title: 'Scopes',
            isExtra: true,
            cell: ({ requiredScopes }) => (
              <span class="break-words">{visibleText(requiredScopes.value.join(', ')) || '–'}</span>
            ),
          },
          { title: 'Cost', isNumber: true, isExtra: true, cell: ({ cost }) => cost.value },
        ]}
      />
    </Show>
  )
}

function WithSource(props: { value: JSX.Element; source: JSX.Element }) {
  return (
    <div class="min-w-28">
      {props.value}
      <div class="text-xs text-ink-soft">{props.source}</div>
    </div>
  )
}
