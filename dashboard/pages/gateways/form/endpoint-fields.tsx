// Endpoints that stay as they are entered, whatever discovery says.
import { For } from 'solid-js'
import type { Form } from '../../../ui/create-form.ts'
import { TextField } from '../../../ui/field.tsx'
import { Fold } from '../../../ui/fold.tsx'
import type { Discovery } from './create-discovery.ts'
import { FindingList } from './finding-list.tsx'
import { ENDPOINT_FIELDS, type EndpointField, type GatewayValues } from './gateway-values.ts'

export const ENDPOINT_LABELS: Readonly<Record<EndpointField, string>> = {
  issuer: 'Issuer',
  authorization_endpoint: 'Authorization endpoint',
  token_endpoint: 'Token endpoint',
  registration_endpoint: 'Registration endpoint',
  userinfo_endpoint: 'User info endpoint',
  introspection_endpoint: 'Introspection endpoint',
  revocation_endpoint: 'Revocation endpoint',
  jwks_uri: 'Keys (jwks_uri)',
}

export function EndpointFields(props: { form: Form<GatewayValues>; discovery: Discovery }) {
  const found = (field: EndpointField) => {
    const value = props.discovery.answer()?.report.metadata?.[field]
    return typeof value === 'string' ? value : undefined
  }
  const isConcerned = () =>
    ENDPOINT_FIELDS.some(
      (field) =>
        props.form.values.endpoints[field] !== '' ||
        props.form.error(`endpoints.${field}`) !== undefined ||
        props.discovery.findings(`endpoints.${field}`).length > 0,
    )
  return (
    <Fold title="Pinned endpoints" description="Empty: as discovered" isOpenWhen={isConcerned()}>
      <p class="text-sm text-ink-soft">
        A value here beats what discovery finds. To save an authorization server that cannot be discovered,
        enter issuer, authorization endpoint and token endpoint, and use the recipe “Other authorization
        server” or the registration “By hand, unchecked”.
      </p>
      <For each={ENDPOINT_FIELDS}>
        {(field) => (
          <div>
            <TextField
              label={ENDPOINT_LABELS[field]}
              type="url"
              value={props.form.values.endpoints[field]}
              onInput={(text) => props.form.set('endpoints', field, text)}
              placeholder={found(field)}
              error={props.form.error(`endpoints.${field}`)}
            />
            <FindingList findings={props.discovery.findings(`endpoints.${field}`)} />
          </div>
        )}
      </For>
    </Fold>
  )
}
