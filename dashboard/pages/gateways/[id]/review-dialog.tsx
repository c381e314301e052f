// Shows which endpoints would hold, and takes them; with the client secret where the token endpoint has another origin.
import { For, Show } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import { loadGateway, useGatewayWrites } from '../../../data/gateways.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { createForm } from '../../../ui/create-form.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { leftIssuer, useNoteIssuer } from './old-issuer-notice.tsx'
import { endpointChanges } from './endpoint-changes.ts'

export function ReviewDialog(props: { gateway: Gateway; isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title="Confirm the endpoints"
      description="Codes, secrets and refresh tokens of your users will be sent there."
    >
      <ReviewForm gateway={props.gateway} onDone={props.onClose} />
    </Dialog>
  )
}

function ReviewForm(props: { gateway: Gateway; onDone: () => void }) {
  const { confirm } = useGatewayWrites()
  const toast = useToast()
  const noteIssuer = useNoteIssuer()
  const form = createForm<{ clientSecret: string }, Gateway>({
    initial: { values: { clientSecret: '' }, version: props.gateway.version },
    save: async (values, version = props.gateway.version) => {
      const before = props.gateway
      const saved = await confirm(before.id, values.clientSecret || undefined, version)
      const oldIssuer = leftIssuer(before, saved)
      if (oldIssuer !== undefined) noteIssuer(oldIssuer)
      return saved
    },
    reload: async () => ({
      values: { clientSecret: '' },
      version: (await loadGateway(props.gateway.id)).version,
    }),
    onSaved: (gateway) => {
      toast({ message: `${gateway.name} is ready again.` })
      props.onDone()
    },
  })
  const needsSecret = () => {
    const { tokenEndpointAuthMethod: method } = props.gateway
    return method === 'client_secret_basic' || method === 'client_secret_post'
  }
  const changes = () => endpointChanges(props.gateway)
  return (
    <Form form={form} action="Confirm endpoints">
      <p class="text-ink-soft">{visibleText(props.gateway.stateReason ?? '')}</p>
      <dl class="space-y-2 text-sm">
        <For each={changes()}>
          {({ field, before, after }) => (
            <div>
              <dt class="text-ink-soft">{field}</dt>
              <dd class="font-mono text-[0.8125rem] break-all">
                <Show when={before !== after}>
                  <del class="text-bad">{visibleText(before ?? 'not pinned')}</del>{' '}
                </Show>
                <span class={before === after ? '' : 'font-semibold'}>
                  {visibleText(after ?? 'not named any more')}
                </span>
              </dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={needsSecret()}>
        <SecretField
          label="Client secret"
          value={form.values.clientSecret}
          onInput={(text) => form.set('clientSecret', text)}
          hint={
            props.gateway.clientSecretSet
              ? 'Needed only where the token endpoint moved to another origin.'
              : 'The secret of this client at the token endpoint above.'
          }
          error={form.error('clientSecret')}
        />
      </Show>
    </Form>
  )
}
