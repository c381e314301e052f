// The Gateway of one server: attach and detach, scopes, custom host, public surfaces, the connection for discovery.
import { A, useParams } from '@solidjs/router'
import { Match, Show, Switch } from 'solid-js'
import { useServer } from '../../../../data/servers.ts'
import { AUTH_MODES } from '../../../../format/server-status.tsx'
import { useSession } from '../../../../session/session.tsx'
import { buttonClass } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { AttachForm } from './attach-form.tsx'
import { Attached } from './attached.tsx'

export default function ServerGatewayPage() {
  const params = useParams<{ id: string }>()
  const server = useServer(() => params.id)
  const { may } = useSession()
  return (
    <Loaded query={server}>
      {(found) => (
        <Switch
          fallback={
            <Card>
              <EmptyState title="No Gateway is attached">
                Its users cannot sign in yet. Attaching hands their tokens to the runtime and needs the
                permission <code class="font-mono">gateways.attach</code>; ask somebody who has it.
              </EmptyState>
            </Card>
          }
        >
          <Match when={found().authMode !== 'oauth'}>
            <Card>
              <EmptyState
                title="This server needs no Gateway"
                action={
                  may('servers.update') && (
                    <A href={`/servers/${params.id}/settings`} class={buttonClass()}>
                      Change the auth mode
                    </A>
                  )
                }
              >
                Its auth mode is “{AUTH_MODES[found().authMode]}”. A Gateway is for servers whose users sign
                in with OAuth.
              </EmptyState>
            </Card>
          </Match>
          {/* Another attachment is another form. */}
          <Match when={found().attachment?.id} keyed>
            <Show when={found().attachment}>
              {(attachment) => <Attached server={found()} attachment={attachment()} />}
            </Show>
          </Match>
          <Match when={may('gateways.attach') && may('gateways.read')}>
            <Show when={found().id} keyed>
              <AttachForm server={found()} />
            </Show>
          </Match>
        </Switch>
      )}
    </Loaded>
  )
}
