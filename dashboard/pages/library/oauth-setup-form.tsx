// Which Gateway the users of a server sign in at; a new one is made with its form filled in.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { useGateways } from '../../data/gateways.ts'
import type { InstallOutcome } from '../../data/library.ts'
import { readyData } from '../../data/ready-data.ts'
import { missingPermission } from '../../session/missing-permission.ts'
import { useSession } from '../../session/session.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { createForm } from '../../ui/create-form.ts'
import { SelectField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { newGatewayHref } from '../gateways/new/draft-from-query.ts'
import { checkInstalled } from './check-installed.ts'
import { SetupNameFields } from './setup-name-fields.tsx'
import type { SetupFormProps } from './setup-steps.tsx'

interface Values {
  name: string
  slug: string
  gatewayId: string
}

interface Props extends SetupFormProps {
  gatewayId: string | undefined
}

/** Without its Gateway such a server is not installed, and choosing one is a permission of its own. */
export function OauthSetupForm(props: Props) {
  const { may } = useSession()
  return (
    <Show
      when={may('gateways.attach')}
      fallback={
        <Notice>
          Its users sign in at the publisher, so a Gateway is attached to it.{' '}
          {missingPermission('gateways.attach', 'Attaching one')} Ask somebody who has it to install it.
        </Notice>
      }
    >
      <SetupForm {...props} />
    </Show>
  )
}

function SetupForm(props: Props) {
  const { may } = useSession()
  const gateways = useGateways(() => may('gateways.read'))
  const form = createForm<Values, InstallOutcome>({
    initial: {
      values: {
        name: props.setup.serverDraft.name,
        slug: props.setup.serverDraft.slug,
        gatewayId: props.gatewayId ?? props.setup.gateways[0]?.id ?? '',
      },
    },
    save: async ({ gatewayId, ...values }) =>
      checkInstalled(await props.submit({ ...values, ...(gatewayId === '' ? {} : { gatewayId }) })),
    onSaved: (outcome) => outcome.state === 'installed' && props.onInstalled(outcome.server),
  })
  const isFitting = (id: string) =>
    id === props.gatewayId || props.setup.gateways.some((one) => one.id === id)
  const options = () => [
    { value: '', label: 'Choose a Gateway' },
    ...(readyData(gateways)?.gateways ?? [])
      .toSorted((one, other) => Number(isFitting(other.id)) - Number(isFitting(one.id)))
      .map(({ id, name }) => ({ value: id, label: isFitting(id) ? `${name} (for this server)` : name })),
  ]
  return (
    <div class="space-y-5">
      <Show when={props.setup.gateways.length === 0 && props.gatewayId === undefined}>
        <div class="space-y-3 rounded-md border border-line bg-sunken p-4">
          <p>
            Its users sign in at the publisher, so it needs a Gateway whose tokens are for it. None is there
            yet.
          </p>
          <Show
            when={may('gateways.write') ? props.setup.gatewayDraft : null}
            fallback={<p class="text-sm">Ask somebody with the permission gateways.write to make one.</p>}
          >
            {(draft) => (
              <A href={newGatewayHref(draft(), props.setup.entryId)} class={buttonClass('primary')}>
                Make its Gateway
              </A>
            )}
          </Show>
          <p class="text-sm text-ink-soft">
            The form is filled in with what the publisher says, and leads back here.
          </p>
        </div>
      </Show>
      <Form form={form} action="Install">
        <SetupNameFields form={form} />
        <SelectField
          label="Gateway"
          value={form.values.gatewayId}
          options={options()}
          onChange={(id) => form.set('gatewayId', id)}
          hint="Attaching hands the tokens of its users to this server. It gets all scopes of the Gateway; change that on the server’s Gateway tab."
          error={form.error('gatewayId')}
        />
      </Form>
    </div>
  )
}
