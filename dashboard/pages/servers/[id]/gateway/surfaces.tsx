// Every public URL that the attachment gives its server, for whoever sets up a client by hand.
import { Show } from 'solid-js'
import type { Attachment } from '../../../../../schema/api/attachments.ts'
import { Card } from '../../../../ui/card.tsx'
import { CopyField } from '../../../../ui/copy-button.tsx'
import { Fold } from '../../../../ui/fold.tsx'

type Surface = Attachment['urls']['path']

const NAMES: readonly [keyof Surface, string][] = [
  ['mcpUrl', 'MCP URL'],
  ['issuer', 'Issuer'],
  ['authorizationEndpoint', 'Authorization endpoint'],
  ['tokenEndpoint', 'Token endpoint'],
  ['registrationEndpoint', 'Registration endpoint'],
  ['revocationEndpoint', 'Revocation endpoint'],
  ['protectedResourceMetadataUrl', 'Protected resource metadata'],
  ['authorizationServerMetadataUrl', 'Authorization server metadata'],
  ['openidConfigurationUrl', 'OpenID configuration'],
]

export function Surfaces(props: { attachment: Attachment }) {
  return (
    <Card title="Public surfaces" description="Clients find these by themselves from the MCP URL.">
      <div class="space-y-3">
        <CopyField
          label="Downstream callback URL (register it at the provider)"
          value={props.attachment.callbackUrl}
        />
        <Fold title="At its path" description={<SurfaceHost surface={props.attachment.urls.path} />}>
          <SurfaceUrls surface={props.attachment.urls.path} />
        </Fold>
        <Show when={props.attachment.urls.host}>
          {(surface) => (
            <Fold title="At its custom host" description={<SurfaceHost surface={surface()} />}>
              <SurfaceUrls surface={surface()} />
            </Fold>
          )}
        </Show>
      </div>
    </Card>
  )
}

function SurfaceHost(props: { surface: Surface }) {
  return <code class="font-mono break-all">{props.surface.issuer}</code>
}

function SurfaceUrls(props: { surface: Surface }) {
  return NAMES.map(([field, label]) => <CopyField label={label} value={props.surface[field]} />)
}
