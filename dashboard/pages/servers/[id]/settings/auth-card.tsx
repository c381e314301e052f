// The auth mode of a server in use, with what belongs to the one that is chosen.
import { Match, Show, Switch } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import { AUTH_MODES } from '../../../../format/server-status.tsx'
import { missingPermission } from '../../../../session/missing-permission.ts'
import { useSession } from '../../../../session/session.tsx'
import { Card } from '../../../../ui/card.tsx'
import type { Form } from '../../../../ui/create-form.ts'
import { SelectField } from '../../../../ui/field.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { ApiKeyFields } from '../../new/api-key-fields.tsx'
import { OpenChoice } from '../../new/open-choice.tsx'
import { PassthroughWarning } from '../../new/passthrough-warning.tsx'
import { PassthroughFields } from './passthrough-fields.tsx'
import type { SettingsValues } from './settings-values.ts'

const MODES: readonly Server['authMode'][] = ['oauth', 'api_key', 'none', 'passthrough']

export function AuthCard(props: { form: Form<SettingsValues>; server: Server }) {
  const { may } = useSession()
  const mode = () => props.form.values.authMode
  /** The runtime gets what users send, as with a Gateway. A server that has the mode may keep it. */
  const mayPass = () => may('gateways.attach') || props.server.authMode === 'passthrough'
  const hint = () => {
    if (props.server.attachment) return 'Detach the Gateway before you change it.'
    if (!mayPass()) return missingPermission('gateways.attach', AUTH_MODES.passthrough)
    return mode() === props.server.authMode || may('gateways.attach')
      ? undefined
      : missingPermission('gateways.attach', `Coming back to “${AUTH_MODES.passthrough}”`)
  }
  return (
    <Card title="How callers prove themselves">
      <div class="space-y-5">
        <SelectField
          label="Auth mode"
          value={mode()}
          options={MODES.map((value) => ({
            value,
            label: AUTH_MODES[value],
            disabled: value === 'passthrough' && !mayPass(),
          }))}
          onChange={(value) => {
            const chosen = MODES.find((one) => one === value)
            if (chosen) props.form.set('authMode', chosen)
          }}
          disabled={props.server.attachment !== null}
          hint={hint()}
          error={props.form.error('authMode')}
        />
        <Switch>
          <Match when={mode() === 'oauth' && !props.server.attachment}>
            <Notice>Calls are answered 503 until a Gateway is attached on the Gateway tab.</Notice>
          </Match>
          <Match when={mode() === 'none'}>
            <OpenChoice
              isOpen={props.form.values.open}
              wasOpen={props.server.open}
              onChange={(open) => props.form.set('open', open)}
              error={props.form.error('open')}
            />
          </Match>
          <Match when={mode() === 'passthrough'}>
            <Show when={props.server.authMode !== 'passthrough'}>
              <PassthroughWarning />
            </Show>
            <PassthroughFields form={props.form} />
          </Match>
          <Match when={mode() === 'api_key'}>
            <ApiKeyFields
              auth={props.form.values.upstreamAuth}
              onAuth={(change) => props.form.set('upstreamAuth', change)}
              upstreamKey={props.form.values.upstreamKey}
              onKey={(key) => props.form.set('upstreamKey', key)}
              keyHint={
                props.server.upstreamKeySet ? 'A key is stored. Enter another one to replace it.' : undefined
              }
              error={props.form.error}
            />
          </Match>
        </Switch>
      </div>
    </Card>
  )
}
