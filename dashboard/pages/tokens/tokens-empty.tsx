// No token: which servers use them, and the next step.
import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { Server } from '../../../schema/api/servers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

export function TokensEmpty(props: {
  isFiltered: boolean
  servers: readonly Server[]
  onCreate: () => void
}) {
  const { may } = useSession()
  return (
    <Show
      when={props.servers.length > 0}
      fallback={
        <EmptyState
          title="No server uses access tokens"
          action={
            may('servers.create') && (
              <A href="/servers/new" class={buttonClass('primary')}>
                Add a server
              </A>
            )
          }
        >
          They are for servers with the auth mode API key or none. Users of the servers you have sign in, so
          their clients get tokens by themselves.
        </EmptyState>
      }
    >
      <EmptyState
        title={props.isFiltered ? 'No token matches' : 'No access token yet'}
        action={
          may('tokens.manage') && (
            <Button tone="primary" onClick={props.onCreate}>
              Create token
            </Button>
          )
        }
      >
        A client proves itself with one at{' '}
        <For each={props.servers.slice(0, 5)}>
          {({ id, name }, index) => (
            <>
              {index() > 0 && ', '}
              <A href={`/servers/${id}`} class="text-accent underline">
                {visibleText(name)}
              </A>
            </>
          )}
        </For>
        {props.servers.length > 5 && ' and others'}, because its users do not sign in there.
      </EmptyState>
    </Show>
  )
}
