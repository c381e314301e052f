// A server with its Gateway: what is attached, what of it is allowed here, and the way apart.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Attachment } from '../../../../../schema/api/attachments.ts'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useGateway } from '../../../../data/gateways.ts'
import { Moment } from '../../../../format/moment.tsx'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { GatewayStateBadge } from '../../../../format/gateway-state.tsx'
import { Card } from '../../../../ui/card.tsx'
import { CopyButton } from '../../../../ui/copy-button.tsx'
import { Facts } from '../../../../ui/facts.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Detach } from './detach.tsx'
import { EditAttachment } from './edit-attachment.tsx'
import { ServiceConnectionCard } from './service-connection-card.tsx'
import { Surfaces } from './surfaces.tsx'

export function Attached(props: { server: Server; attachment: Attachment }) {
  const { may } = useSession()
  return (
    <div class="space-y-6">
      <Show when={may('gateways.read')}>
        <WithGateway server={props.server} attachment={props.attachment} />
      </Show>
      <ServiceConnectionCard server={props.server} />
      <Surfaces attachment={props.attachment} />
      <Show when={may('gateways.attach')}>
        <Detach server={props.server} attachment={props.attachment} />
      </Show>
    </div>
  )
}

function WithGateway(props: { server: Server; attachment: Attachment }) {
  const gateway = useGateway(() => props.attachment.gatewayId)
  return (
    <Loaded query={gateway}>
      {(found) => (
        <>
          <Card title="Attached Gateway" flush>
            <Facts
              facts={[
                {
                  name: 'Gateway',
                  value: (
                    <span class="flex flex-wrap items-center gap-2">
                      <A
                        href={`/gateways/${found().id}`}
                        class="font-medium break-words text-accent underline"
                      >
                        {visibleText(found().name)}
                      </A>
                      <GatewayStateBadge state={found().state} />
                    </span>
                  ),
                },
                {
                  name: 'Authorization server',
                  value: (
                    <code class="font-mono text-[0.8125rem]">
                      {visibleText(found().authorizationServerUrl)}
                    </code>
                  ),
                },
                {
                  name: 'Attachment',
                  value: (
                    <span class="flex flex-wrap items-center gap-2">
                      <code class="font-mono text-[0.8125rem] break-all">{props.attachment.id}</code>
                      <CopyButton tone="quiet" text={props.attachment.id} label="attachment id" />
                    </span>
                  ),
                },
                { name: 'Attached', value: <Moment at={props.attachment.createdAt} /> },
              ]}
            />
          </Card>
          <EditAttachment attachment={props.attachment} gateway={found()} />
        </>
      )}
    </Loaded>
  )
}
