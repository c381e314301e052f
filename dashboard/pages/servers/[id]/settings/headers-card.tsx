// What Limen adds to each call to the runtime.
import { Show } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import { Card } from '../../../../ui/card.tsx'
import type { Form } from '../../../../ui/create-form.ts'
import { Checkbox, SelectField, TextField } from '../../../../ui/field.tsx'
import { SecretMapField } from './secret-map-field.tsx'
import type { SettingsValues } from './settings-values.ts'

const PRESETS = {
  default: { workerSecretHeader: 'x-gateway-worker-secret', accessTokenHeader: 'x-gateway-access-token' },
  emcy: { workerSecretHeader: 'x-emcy-worker-secret', accessTokenHeader: 'x-emcy-upstream-access-token' },
} as const

const IDENTITY_HEADER = 'x-gateway-identity'

export function HeadersCard(props: { form: Form<SettingsValues>; server: Server }) {
  const preset = () => {
    const { workerSecretHeader, accessTokenHeader } = props.form.values
    const isSet = (names: (typeof PRESETS)[keyof typeof PRESETS]) =>
      names.workerSecretHeader === workerSecretHeader && names.accessTokenHeader === accessTokenHeader
    return isSet(PRESETS.default) ? 'default' : isSet(PRESETS.emcy) ? 'emcy' : 'own'
  }
  return (
    <Card title="Headers to the runtime">
      <div class="space-y-5">
        <SelectField
          label="Names of the headers"
          value={preset()}
          options={[
            { value: 'default', label: 'Default (x-gateway-…)' },
            { value: 'emcy', label: 'Preset emcy (x-emcy-…)' },
            ...(preset() === 'own' ? [{ value: 'own', label: 'Names of your own' }] : []),
          ]}
          onChange={(value) => {
            if (value === 'default' || value === 'emcy') props.form.set(PRESETS[value])
          }}
        />
        <div class="grid gap-5 sm:grid-cols-2">
          <TextField
            label="Header of the worker secret"
            class="font-mono"
            value={props.form.values.workerSecretHeader}
            onInput={(name) => props.form.set('workerSecretHeader', name)}
            error={props.form.error('workerSecretHeader')}
          />
          <TextField
            label="Header of the access token"
            class="font-mono"
            value={props.form.values.accessTokenHeader}
            onInput={(name) => props.form.set('accessTokenHeader', name)}
            error={props.form.error('accessTokenHeader')}
          />
        </div>
        <Checkbox
          label="Tell the runtime who calls"
          hint="A short-lived token signed by Limen names the user, client and server; its keys are published."
          checked={props.form.values.identityHeader !== null}
          onChange={(isOn) => props.form.set('identityHeader', isOn ? IDENTITY_HEADER : null)}
        />
        <Show when={props.form.values.identityHeader !== null}>
          <TextField
            label="Identity header"
            class="font-mono"
            value={props.form.values.identityHeader ?? ''}
            onInput={(name) => props.form.set('identityHeader', name)}
            error={props.form.error('identityHeader')}
          />
        </Show>
        <SecretMapField
          legend="Static headers"
          noun="header"
          isSet={props.server.staticHeadersSet}
          value={props.form.values.staticHeaders}
          onChange={(map) => props.form.set('staticHeaders', map)}
          error={props.form.error('staticHeaders')}
        />
        <SecretMapField
          legend="Static query parameters"
          noun="parameter"
          hint="They stand in the URL of every call and may be logged by proxies. Use a header for a key where you can."
          isSet={props.server.staticQuerySet}
          value={props.form.values.staticQuery}
          onChange={(map) => props.form.set('staticQuery', map)}
          error={props.form.error('staticQuery')}
        />
      </div>
    </Card>
  )
}
