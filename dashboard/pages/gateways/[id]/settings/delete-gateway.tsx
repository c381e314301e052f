// Deletes a Gateway without attachments; where servers use it, says which ones instead.
import { A, useNavigate } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { useGatewayWrites } from '../../../../data/gateways.ts'
import { useServers } from '../../../../data/servers.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Card } from '../../../../ui/card.tsx'
import { ConfirmButton } from '../../../../ui/confirm-button.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { useToast } from '../../../../ui/toast.tsx'

export function DeleteGateway(props: { gateway: Gateway }) {
  const { may } = useSession()
  const servers = useServers(() => may('servers.read'))
  const { remove } = useGatewayWrites()
  const navigate = useNavigate()
  const toast = useToast()
  const confirm = async () => {
    const { name } = props.gateway
    await remove(props.gateway)
    toast({ message: `${name} is deleted.` })
    navigate('/gateways')
  }
  return (
    <Card title="Delete this Gateway">
      <Show
        when={props.gateway.attachmentCount > 0}
        fallback={
          <div class="flex flex-wrap items-center gap-3">
            <p class="min-w-0 flex-1 basis-72 text-ink-soft">
              Its preregistered clients, embedding apps, limits, access lists and rules go with it. Grants
              that are left end.
            </p>
            <ConfirmButton
              label="Delete Gateway"
              tone="danger"
              title={`Delete ${props.gateway.name}?`}
              typed={props.gateway.name}
              onConfirm={confirm}
            >
              This cannot be undone. Its callback URL stops working.
            </ConfirmButton>
          </div>
        }
      >
        <p class="text-ink-soft">Servers use it. Detach them first, or attach them to another Gateway:</p>
        <Show when={may('servers.read')}>
          <Loaded query={servers}>
            {(found) => (
              <ul class="mt-2 list-disc pl-5">
                <For
                  each={found().servers.filter(
                    ({ attachment }) => attachment?.gatewayId === props.gateway.id,
                  )}
                >
                  {({ id, name }) => (
                    <li>
                      <A href={`/servers/${id}/gateway`} class="break-words text-accent underline">
                        {visibleText(name)}
                      </A>
                    </li>
                  )}
                </For>
              </ul>
            )}
          </Loaded>
        </Show>
      </Show>
    </Card>
  )
}
