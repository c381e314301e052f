// What a Gateway is: the one callback URL, what was discovered and when, and how Limen is known there.
import { useSearchParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { Card } from '../../../ui/card.tsx'
import { CopyField } from '../../../ui/copy-button.tsx'
import { useCurrentGateway } from './current-gateway.ts'
import { CreatedNotice } from './created-notice.tsx'
import { DiscoveryCard } from './discovery-card.tsx'
import { RegistrationCard } from './registration-card.tsx'

export default function GatewayOverviewPage() {
  const gateway = useCurrentGateway()
  const [query] = useSearchParams<{ created?: string; for?: string; serverId?: string }>()
  return (
    <div class="space-y-6">
      <Show when={query.created}>
        <CreatedNotice gateway={gateway()} entryId={query.for} serverId={query.serverId} />
      </Show>
      <Show when={!query.created}>
        <Card
          title="Callback URL"
          description="Register this one redirect URI at the authorization server. It stays the same for every server attached here."
        >
          <CopyField label="Callback URL" value={gateway().callbackUrl} />
        </Card>
      </Show>
      <RegistrationCard gateway={gateway()} />
      <DiscoveryCard gateway={gateway()} />
    </div>
  )
}
