// How Limen is known at the authorization server, and the documents it publishes about itself.
import type { Gateway } from '../../../../schema/api/gateways.ts'
import { Moment } from '../../../format/moment.tsx'
import { visibleText } from '../../../format/visible-text.ts'
import { Card } from '../../../ui/card.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Facts } from '../../../ui/facts.tsx'

const WAYS: Readonly<Record<NonNullable<Gateway['resolvedRegistration']>, string>> = {
  preregistered: 'Registered there by hand',
  cimd: 'By its client metadata document',
  dcr: 'It registered itself dynamically',
  manual: 'By hand, unchecked',
}

export function RegistrationCard(props: { gateway: Gateway }) {
  const secret = () => {
    const { clientSecretSet, clientSecretExpiresAt } = props.gateway
    if (!clientSecretSet) return 'None'
    if (clientSecretExpiresAt === null) return 'Stored, encrypted'
    return (
      <>
        Stored, encrypted; ends <Moment at={clientSecretExpiresAt} />
      </>
    )
  }
  return (
    <Card title="Limen at the authorization server" flush>
      <Facts
        facts={[
          { name: 'Authorization server', value: <Mono text={props.gateway.authorizationServerUrl} /> },
          {
            name: 'Registered',
            value: props.gateway.resolvedRegistration ? WAYS[props.gateway.resolvedRegistration] : 'Not yet',
          },
          {
            name: 'Client id',
            value: props.gateway.clientId === null ? 'None' : <Mono text={props.gateway.clientId} />,
          },
          { name: 'Client secret', value: secret() },
          { name: 'Authentication', value: <Mono text={props.gateway.tokenEndpointAuthMethod} /> },
          ...(props.gateway.resource === null
            ? []
            : [{ name: 'Resource', value: <Mono text={props.gateway.resource} /> }]),
          ...(props.gateway.audience === null
            ? []
            : [{ name: 'Audience', value: <Mono text={props.gateway.audience} /> }]),
          { name: 'Allowed scopes', value: <Mono text={props.gateway.scopes.join(' ') || 'None'} /> },
          {
            name: 'Client document',
            value: <Copied text={props.gateway.clientDocumentUrl} label="URL of the client document" />,
          },
          { name: 'Keys', value: <Copied text={props.gateway.clientJwksUrl} label="URL of the keys" /> },
        ]}
      />
    </Card>
  )
}

function Mono(props: { text: string }) {
  return <span class="font-mono text-[0.8125rem] break-all">{visibleText(props.text)}</span>
}

function Copied(props: { text: string; label: string }) {
  return (
    <span class="flex flex-wrap items-center gap-x-2">
      <Mono text={props.text} />
      <CopyButton tone="quiet" text={props.text} label={props.label} />
    </span>
  )
}
