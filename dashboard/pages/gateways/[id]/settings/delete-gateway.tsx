// Deletes a Gateway without attachments; where servers use it, says which ones instead.
import { A, useNavigate } from '@solidjs/router'
import { useMutation } from '@tanstack/solid-query'
import { createSignal, For, Show } from 'solid-js'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { useGatewayWrites } from '../../../../data/gateways.ts'
import { problemText } from '../../../../data/problem-text.ts'
import { useServers } from '../../../../data/servers.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { useToast } from '../../../../ui/toast.tsx'

export function DeleteGateway(props: { gateway: Gateway }) {
  const { may } = useSession()
  const servers = useServers(() => may('servers.read'))
  const { remove } = useGatewayWrites()
  const navigate = useNavigate()
  const toast = useToast()
  const [isOpen, setOpen] = createSignal(false)
  const deletion = useMutation(() => ({
    mutationFn: () => remove(props.gateway),
    onSuccess: () => {
      toast({ message: `${props.gateway.name} is deleted.` })
      navigate('/gateways')
    },
  }))
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
            <Button tone="danger" onClick={() => setOpen(true)}>
              Delete Gateway
            </Button>
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
                        {name}
                      </A>
                    </li>
                  )}
                </For>
              </ul>
            )}
          </Loaded>
        </Show>
      </Show>
      <ConfirmDialog
        isOpen={isOpen()}
        onClose={() => {
          deletion.reset()
          setOpen(false)
        }}
        title={`Delete ${props.gateway.name}?`}
        action="Delete Gateway"
        typed={props.gateway.name}
        isBusy={deletion.isPending}
        error={problemText(deletion.error)}
        onConfirm={() => deletion.mutate()}
      >
        This cannot be undone. Its callback URL stops working.
      </ConfirmDialog>
    </Card>
  )
}
