// May this person use the server? Decided by the same functions as a call, from what is saved now.
import { A, useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useAgents } from '../../../../data/agents.ts'
import { useEffectiveSettings, type EffectiveSettings } from '../../../../data/effective-settings.ts'
import { readyData } from '../../../../data/ready-data.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { Badge } from '../../../../ui/badge.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { SelectField, TextField } from '../../../../ui/field.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Skeleton } from '../../../../ui/skeleton.tsx'

const USER_STEPS: Readonly<Record<EffectiveSettings['access']['step'], string>> = {
  denied_users: 'stands in the denied users',
  allowed_users: 'stands in the allowed users',
  denied_groups: 'is in a denied group',
  allowed_groups: 'is in none of the allowed groups',
  default: 'stands in no list, and everybody else may use it',
}

const AGENT_STEPS: Readonly<Record<NonNullable<EffectiveSettings['agent']>['step'], string>> = {
  agent: 'is switched off',
  unrecognised: 'is no known agent, and those are not allowed',
  claimed: 'only claims to be this agent',
  default: 'is allowed',
}

export function AccessCheck(props: { server: Server }) {
  const [search, setSearch] = useSearchParams<{ email?: string; agent?: string }>()
  const [email, setEmail] = createSignal(search.email ?? '')
  const [agent, setAgent] = createSignal(search.agent ?? '')
  const agents = useAgents()
  const settings = useEffectiveSettings(
    () => ({
      serverId: props.server.id,
      email: search.email ?? '',
      ...(search.agent ? { agentId: search.agent } : {}),
    }),
    () => Boolean(search.email),
  )
  return (
    <Card title="May somebody use it?" description="As it is saved now, with the e-mail vouched for.">
      <form
        class="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_auto]"
        onSubmit={(event) => {
          event.preventDefault()
          setSearch(
            { email: email().trim().toLowerCase() || undefined, agent: agent() || undefined },
            { replace: true, scroll: false },
          )
        }}
      >
        <TextField
          label="E-mail"
          type="email"
          inputMode="email"
          placeholder="ann@example.com"
          value={email()}
          onInput={setEmail}
        />
        <SelectField
          label="With which agent"
          value={agent()}
          options={[
            { value: '', label: 'Do not look at agents' },
            { value: 'unrecognised', label: 'Unrecognised' },
            ...(readyData(agents) ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={setAgent}
        />
        <Button type="submit" disabled={email().trim() === ''}>
          Check
        </Button>
      </form>
      <Show when={search.email}>
        {(asked) => (
          <div class="mt-4" role="status">
            <Loaded query={settings} skeleton={<Skeleton class="h-6 w-1/2" />}>
              {(found) => (
                <Show when={found().pages[0]}>
                  {(page) => <Verdict settings={page()} email={asked()} serverId={props.server.id} />}
                </Show>
              )}
            </Loaded>
          </div>
        )}
      </Show>
    </Card>
  )
}

function Verdict(props: { settings: EffectiveSettings; email: string; serverId: string }) {
  const access = () => props.settings.access
  const agent = () => props.settings.agent
  const isAllowed = () => access().allow && agent()?.allow !== false
  const why = () =>
    access().allow && access().step === 'allowed_groups'
      ? 'is in an allowed group'
      : USER_STEPS[access().step]
  return (
    <div class="space-y-2">
      <p class="flex flex-wrap items-center gap-2">
        <Badge tone={isAllowed() ? 'ok' : 'bad'}>{isAllowed() ? 'Yes' : 'No'}</Badge>
        <span class="min-w-0 break-words">
          {visibleText(props.email)} {why()}
          {at(access().target)}.
        </span>
      </p>
      <Show when={agent()}>
        {(verdict) => (
          <p class="text-ink-soft">
            The agent {verdict().allow ? 'is allowed' : AGENT_STEPS[verdict().step]}
            {at(verdict().target)}.
          </p>
        )}
      </Show>
      <Show when={props.settings.groups.length > 0}>
        <p class="text-sm text-ink-soft">
          Groups:{' '}
          {visibleText(
            props.settings.groups
              .map(({ name, isTrusted }) => (isTrusted ? name : `${name} (not vouched for)`))
              .join(', '),
          )}
        </p>
      </Show>
      <A
        class="text-sm text-accent underline"
        href={`/access/preview?serverId=${encodeURIComponent(props.serverId)}&email=${encodeURIComponent(props.email)}`}
      >
        See every tool for {visibleText(props.email)}
      </A>
    </div>
  )
}

function at(target: 'server' | 'gateway' | null): string {
  return target === 'gateway' ? ', at the Gateway' : ''
}
