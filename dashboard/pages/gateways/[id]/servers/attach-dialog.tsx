// Attaches a server to this Gateway with its part of the scopes.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Attachment } from '../../../../../schema/api/attachments.ts'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useAttachmentWrites } from '../../../../data/attachments.ts'
import { useSession } from '../../../../session/session.tsx'
import { buttonClass } from '../../../../ui/button.tsx'
import { createForm } from '../../../../ui/create-form.ts'
import { Dialog } from '../../../../ui/dialog.tsx'
import { SelectField } from '../../../../ui/field.tsx'
import { Form } from '../../../../ui/form.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { ScopeSubset } from '../../../servers/[id]/gateway/scope-subset.tsx'

export function AttachDialog(props: {
  gateway: Gateway
  servers: readonly Server[]
  /** Offered first. */
  chosenId: string | undefined
  isOpen: boolean
  onClose: () => void
}) {
  const { may } = useSession()
  const free = () =>
    props.servers.filter(({ authMode, attachment }) => authMode === 'oauth' && attachment === null)
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title="Attach a server"
      description="Tokens of the users of this Gateway are handed to its runtime."
    >
      <Show
        when={free().length > 0}
        fallback={
          <div class="space-y-4">
            <p>
              Every server with user sign-in has a Gateway already. Add a server, or detach one from its
              Gateway first.
            </p>
            <Show when={may('servers.create')}>
              <A href="/servers/new" class={buttonClass('primary')}>
                Add a server
              </A>
            </Show>
          </div>
        }
      >
        <AttachForm
          gateway={props.gateway}
          servers={free()}
          chosenId={props.chosenId}
          onDone={props.onClose}
        />
      </Show>
    </Dialog>
  )
}

function AttachForm(props: {
  gateway: Gateway
  servers: readonly Server[]
  chosenId: string | undefined
  onDone: () => void
}) {
  const { attach } = useAttachmentWrites()
  const toast = useToast()
  const first = props.servers.find(({ id }) => id === props.chosenId) ?? props.servers[0]
  const form = createForm<{ serverId: string; scopes: string[] | null }, Attachment>({
    initial: { values: { serverId: first?.id ?? '', scopes: null } },
    save: (values) => attach({ gatewayId: props.gateway.id, ...values, customHost: null }),
    onSaved: () => {
      toast({ message: 'The server is attached. Its users sign in here from now on.' })
      props.onDone()
    },
  })
  return (
    <Form form={form} action="Attach server">
      <SelectField
        label="Server"
        value={form.values.serverId}
        options={props.servers.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => form.set('serverId', id)}
        hint="Servers may share a Gateway when authorization server, client id, resource or audience and identity rules are the same. Only the scopes may differ."
        error={form.error('serverId')}
      />
      <ScopeSubset
        all={props.gateway.scopes}
        chosen={form.values.scopes}
        onChange={(scopes) => form.set('scopes', scopes)}
        error={form.error('scopes')}
      />
    </Form>
  )
}
