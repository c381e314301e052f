import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Attachment } from '../../../../../schema/api/attachments.ts'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useAttachmentWrites } from '../../../../data/attachments.ts'
import { useGateways } from '../../../../data/gateways.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { buttonClass } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { createForm } from '../../../../ui/create-form.ts'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Form } from '../../../../ui/form.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { useLookState } from '../../look-state.ts'
import { GatewayChoice } from '../../gateway-choice.tsx'
import { AttachmentFields, type AttachmentValues } from './attachment-fields.tsx'

export function AttachForm(props: { server: Server }) {
  const gateways = useGateways()
  const { may } = useSession()
  const NewGateway = () => (
    <Show when={may('gateways.write')}>
      <A href={`/gateways/new?serverId=${props.server.id}`} class={buttonClass()}>
        Create a Gateway
      </A>
    </Show>
  )
  return (
    <Loaded query={gateways}>
      {(found) => (
        <Card title="Attach a Gateway" actions={<NewGateway />}>
          <Show
            when={found().gateways.length > 0}
            fallback={
              <EmptyState title="There is no Gateway yet">
                Create the first one: where users sign in, and as which client.
              </EmptyState>
            }
          >
            <Attach server={props.server} gateways={found().gateways} />
          </Show>
        </Card>
      )}
    </Loaded>
  )
}

interface Values extends AttachmentValues {
  gatewayId: string
}

function Attach(props: { server: Server; gateways: readonly Gateway[] }) {
  const { attach } = useAttachmentWrites()
  const toast = useToast()
  const authorizationServers = useLookState(() => props.server.runtimeUrl)
  const only = props.gateways.length === 1 ? props.gateways[0] : undefined
  const form = createForm<Values, Attachment>({
    initial: { values: { gatewayId: only?.id ?? '', scopes: null, customHost: '' } },
    save: ({ gatewayId, scopes, customHost }) =>
      attach({ gatewayId, serverId: props.server.id, scopes, customHost: customHost.trim() || null }),
    onSaved: () => toast({ message: `${props.server.name} has its Gateway. Connect the first client.` }),
  })
  const chosen = () => props.gateways.find(({ id }) => id === form.values.gatewayId)
  return (
    <Form form={form} action="Attach Gateway">
      <GatewayChoice
        gateways={props.gateways}
        authorizationServers={authorizationServers()}
        value={form.values.gatewayId}
        onChange={(gatewayId) => form.set({ gatewayId, scopes: null })}
        error={form.error('gatewayId') ?? form.error('serverId')}
      />
      <Show when={chosen()}>
        {(gateway) => (
          <>
            <AttachmentFields form={form} gatewayScopes={gateway().scopes} />
            <Notice>
              From then on the runtime at{' '}
              <code class="font-mono break-all">{visibleText(props.server.runtimeUrl)}</code> gets the
              downstream tokens of every user who signs in here.
            </Notice>
          </>
        )}
      </Show>
    </Form>
  )
}
