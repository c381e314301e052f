// How Limen is known at the authorization server.
import { Show } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import type { Form } from '../../../ui/create-form.ts'
import { Checkbox, SelectField, TextField } from '../../../ui/field.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import type { GatewayValues } from './gateway-values.ts'

export const REGISTRATIONS = [
  { value: 'auto', label: 'Automatic' },
  { value: 'preregistered', label: 'Preregistered: with the client id below' },
  { value: 'cimd', label: 'Client metadata document: Limen publishes one' },
  { value: 'dcr', label: 'Dynamic registration: Limen registers itself now' },
  { value: 'manual', label: 'By hand, unchecked: client id and endpoints as entered' },
] as const

export const METHODS = [
  { value: '', label: 'Chosen by whether there is a secret' },
  { value: 'client_secret_basic', label: 'Secret in the Authorization header' },
  { value: 'client_secret_post', label: 'Secret in the body' },
  { value: 'private_key_jwt', label: 'Signed with a key of Limen (private_key_jwt)' },
  { value: 'none', label: 'Nothing: public client with PKCE' },
] as const

export function RegistrationFields(props: { form: Form<GatewayValues>; gateway?: Gateway }) {
  const { form } = props
  const secretSet = () => props.gateway?.clientSecretSet === true
  const methods = () => METHODS.filter(({ value }) => value !== '' || !props.gateway)
  return (
    <>
      <SelectField
        label="How Limen is registered"
        value={form.values.registration}
        options={REGISTRATIONS}
        onChange={(value) => {
          const chosen = REGISTRATIONS.find((option) => option.value === value)
          if (chosen) form.set('registration', chosen.value)
        }}
        hint="Automatic takes the client id where you enter one, else a client metadata document, else dynamic registration."
        error={form.error('registration')}
      />
      <TextField
        label="Client id"
        value={form.values.clientId}
        onInput={(text) => form.set('clientId', text)}
        hint="Of the application registered for Limen. Leave it empty where the server registers clients by itself."
        error={form.error('clientId')}
      />
      <div class="space-y-2">
        <SecretField
          label="Client secret"
          value={form.values.clientSecret ?? ''}
          disabled={form.values.clientSecret === null}
          onInput={(text) => form.set('clientSecret', text)}
          placeholder={secretSet() ? 'Stored. Enter another one to replace it.' : undefined}
          hint="Stored encrypted and never shown again. It belongs to the token endpoint it is entered for."
          error={form.error('clientSecret')}
        />
        <Show when={secretSet()}>
          <Checkbox
            label="Remove the stored secret"
            checked={form.values.clientSecret === null}
            onChange={(isRemoved) => form.set('clientSecret', isRemoved ? null : '')}
          />
        </Show>
      </div>
      <SelectField
        label="How Limen proves itself at the token endpoint"
        value={form.values.tokenEndpointAuthMethod}
        options={methods()}
        onChange={(value) => {
          const chosen = METHODS.find((option) => option.value === value)
          if (chosen) form.set('tokenEndpointAuthMethod', chosen.value)
        }}
        error={form.error('tokenEndpointAuthMethod')}
      />
    </>
  )
}
