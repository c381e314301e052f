// What holds for one user, at every server or one, and what set it.
import { useSearchParams } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { useAgents } from '../../../data/agents.ts'
import { readyData } from '../../../data/ready-data.ts'
import { useServers } from '../../../data/servers.ts'
import { Permitted } from '../../../session/permitted.tsx'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Checkbox, SelectField, TextField } from '../../../ui/field.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { AccessTabs } from '../access-tabs.tsx'
import { Precedence } from './precedence.tsx'
import { ServerSettings } from './server-settings.tsx'

const SERVERS_AT_ONCE = 8

export default function PreviewPage() {
  return (
    <Permitted permission="grants.read" title="Effective settings">
      <Preview />
    </Permitted>
  )
}

interface Params {
  email?: string
  serverId?: string
  agentId?: string
  unverified?: string
}

function Preview() {
  const [params, setParams] = useSearchParams<Record<keyof Params, string>>()
  const servers = useServers()
  const agents = useAgents()
  const [email, setEmail] = createSignal(params.email ?? '')
  const [limit, setLimit] = createSignal(SERVERS_AT_ONCE)
  const all = () => readyData(servers)?.servers ?? []
  const chosen = createMemo(() =>
    params.serverId ? all().filter(({ id }) => id === params.serverId) : all(),
  )
  const options = (things: readonly { id: string; name: string }[]) =>
    things.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <PageHeader
        title="Effective settings"
        description="What holds for a user, decided by the same code that decides their calls, with the rule behind each value."
      />
      <AccessTabs />
      <div class="space-y-6">
        <Card>
          <form
            class="grid items-start gap-4 md:grid-cols-2 lg:grid-cols-4"
            onSubmit={(event) => {
              event.preventDefault()
              setParams({ email: email().trim() || null })
            }}
          >
            <TextField
              label="E-mail of the user"
              type="email"
              placeholder="ann@example.com"
              hint="Empty: calls without a user."
              value={email()}
              onInput={setEmail}
              onChange={(event) => setParams({ email: event.currentTarget.value.trim() || null })}
            />
            <SelectField
              label="Server"
              value={params.serverId ?? ''}
              options={[{ value: '', label: 'All servers' }, ...options(all())]}
              onChange={(value) => setParams({ serverId: value || null })}
            />
            <SelectField
              label="Agent"
              value={params.agentId ?? ''}
              options={[
                { value: '', label: 'Not looked at' },
                { value: 'unrecognised', label: 'Unrecognised' },
                ...options(readyData(agents) ?? []),
              ]}
              onChange={(value) => setParams({ agentId: value || null })}
            />
            <div class="flex flex-wrap items-end gap-3 lg:pt-6">
              <Button type="submit" tone="primary">
                Show
              </Button>
            </div>
            <div class="md:col-span-2 lg:col-span-4">
              <Checkbox
                label="Somebody vouches for the e-mail"
                hint="Without that an e-mail matches what denies, and never what allows."
                checked={params.unverified !== '1'}
                onChange={(checked) => setParams({ unverified: checked ? null : '1' })}
              />
            </div>
          </form>
        </Card>
        <Precedence />
        <Loaded query={servers}>
          {() => (
            <Show
              when={chosen().length > 0}
              fallback={
                <Card flush>
                  <EmptyState title="No server yet">
                    Add a server first: then its settings stand here.
                  </EmptyState>
                </Card>
              }
            >
              <For each={chosen().slice(0, limit())}>
                {(server) => (
                  <ServerSettings
                    server={server}
                    query={{
                      serverId: server.id,
                      ...(params.email ? { email: params.email } : {}),
                      ...(params.agentId ? { agentId: params.agentId } : {}),
                      emailVerified: params.unverified === '1' ? 'false' : 'true',
                    }}
                  />
                )}
              </For>
              <Show when={chosen().length > limit()}>
                <div class="text-center">
                  <Button onClick={() => setLimit(limit() + SERVERS_AT_ONCE)}>
                    Show more servers ({chosen().length - limit()})
                  </Button>
                </div>
              </Show>
            </Show>
          )}
        </Loaded>
      </div>
    </>
  )
}
