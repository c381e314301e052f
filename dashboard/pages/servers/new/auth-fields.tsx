// The auth mode, with what belongs to the one that is chosen.
import { Match, Switch } from 'solid-js'
import type { ProbeAnswer } from '../../../../schema/api/probe.ts'
import type { Server } from '../../../../schema/api/servers.ts'
import { missingPermission } from '../../../session/missing-permission.ts'
import { useSession } from '../../../session/session.tsx'
import { ChoiceField, type Choice } from '../../../ui/choice-field.tsx'
import { ApiKeyFields } from './api-key-fields.tsx'
import type { ServerForm } from './create-server-form.ts'
import { GatewayPick } from './gateway-pick.tsx'
import { OpenChoice } from './open-choice.tsx'
import { PassthroughWarning } from './passthrough-warning.tsx'

type Mode = Server['authMode']

const MODES: Readonly<Record<Mode, { label: string; hint: string }>> = {
  oauth: {
    label: 'Sign-in through a Gateway',
    hint: 'Each user signs in, and the runtime gets that user’s token.',
  },
  passthrough: {
    label: 'Passthrough',
    hint: 'Clients bring the upstream’s own token, and Limen forwards it unchanged.',
  },
  api_key: { label: 'API key', hint: 'The runtime wants a key: one for everybody, or one for each user.' },
  none: { label: 'Nothing', hint: 'The runtime asks its callers for nothing but the worker secret.' },
}

const ALL: readonly Mode[] = ['oauth', 'api_key', 'none', 'passthrough']

export function AuthFields(props: { form: ServerForm; answer: ProbeAnswer | undefined }) {
  const { may } = useSession()
  /** What was found is a suggestion: a runtime that only wants its worker secret looks like one that wants a key. */
  const suggested = () => props.answer?.authModes ?? []
  const modes = () => [...suggested(), ...ALL.filter((mode) => !suggested().includes(mode))]
  const labelOf = (mode: Mode) =>
    mode === suggested()[0] ? `${MODES[mode].label} (suggested)` : MODES[mode].label
  /** With `passthrough` the runtime gets what users send, as with a Gateway. */
  const choiceOf = (value: Mode): Choice<Mode> =>
    value === 'passthrough' && !may('gateways.attach')
      ? { value, label: labelOf(value), hint: missingPermission('gateways.attach'), disabled: true }
      : { value, label: labelOf(value), hint: MODES[value].hint }
  return (
    <>
      <ChoiceField
        legend="Auth mode"
        value={props.form.values.authMode}
        choices={modes().map(choiceOf)}
        onChange={(mode) => props.form.set('authMode', mode)}
        error={props.form.error('authMode')}
      />
      <Switch>
        <Match when={props.form.values.authMode === 'oauth'}>
          <GatewayPick form={props.form} oauth={props.answer?.oauth ?? undefined} />
        </Match>
        <Match when={props.form.values.authMode === 'passthrough'}>
          <PassthroughWarning />
        </Match>
        <Match when={props.form.values.authMode === 'api_key'}>
          <ApiKeyFields
            auth={props.form.values.upstreamAuth}
            onAuth={(change) => props.form.set('upstreamAuth', change)}
            upstreamKey={props.form.values.upstreamKey}
            onKey={(key) => props.form.set('upstreamKey', key)}
            error={props.form.error}
          />
        </Match>
        <Match when={props.form.values.authMode === 'none'}>
          <OpenChoice
            isOpen={props.form.values.open}
            onChange={(open) => props.form.set('open', open)}
            error={props.form.error('open')}
          />
        </Match>
      </Switch>
    </>
  )
}
