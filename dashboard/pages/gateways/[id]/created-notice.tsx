// Right after a Gateway was made: the URL to register, and the next step.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { CopyField } from '../../../ui/copy-button.tsx'

export function CreatedNotice(props: {
  gateway: Gateway
  /** The entry of the library, or the server, that it was made for. */
  entryId: string | undefined
  serverId: string | undefined
}) {
  const isKnown = () =>
    props.gateway.resolvedRegistration === 'dcr' || props.gateway.resolvedRegistration === 'cimd'
  return (
    <Card title={`The Gateway is ready. ${isKnown() ? 'One step is' : 'Two steps are'} left.`}>
      <ol class="list-decimal space-y-5 pl-5">
        <li>
          <p class="mb-2">
            <Show
              when={isKnown()}
              fallback="Register this one redirect URI for the application at your authorization server. It stays the same however many servers you attach."
            >
              Nothing to do here: Limen told the authorization server its callback URL itself.
            </Show>
          </p>
          <CopyField label="Callback URL" value={props.gateway.callbackUrl} />
        </li>
        <li>
          <p class="mb-2">Attach a server, so that its users sign in here.</p>
          <Show
            when={props.entryId}
            fallback={
              <A
                href={`/gateways/${props.gateway.id}/servers?attach=${encodeURIComponent(props.serverId ?? 'true')}`}
                class={buttonClass('primary')}
              >
                Attach a server
              </A>
            }
          >
            {(entryId) => (
              <A
                href={`/library?${new URLSearchParams({ setup: entryId(), gateway: props.gateway.id })}`}
                class={buttonClass('primary')}
              >
                Go on with the installation
              </A>
            )}
          </Show>
        </li>
      </ol>
    </Card>
  )
}
