// Every field of a Gateway, to be changed; and its end.
import { createSignal, Show } from 'solid-js'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import type { RecipeView } from '../../../../../schema/api/library.ts'
import { ApiProblem } from '../../../../data/api.ts'
import { loadGateway, useGatewayWrites, useRecipes } from '../../../../data/gateways.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Card } from '../../../../ui/card.tsx'
import { createForm } from '../../../../ui/create-form.ts'
import { Form } from '../../../../ui/form.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { GatewayFields } from '../../form/gateway-fields.tsx'
import { gatewayText } from '../../form/gateway-text.ts'
import { changeOf, FIELD_LABELS, valuesOf, type GatewayValues } from '../../form/gateway-values.ts'
import { RecipeField } from '../../form/recipe-field.tsx'
import { useCurrentGateway } from '../current-gateway.ts'
import { leftIssuer, useNoteIssuer } from '../old-issuer-notice.tsx'
import { DeleteGateway } from './delete-gateway.tsx'
import { movedSecrets } from './moved-secrets.ts'
import { leftClient, OldClientNotice } from './old-client-notice.tsx'

export default function GatewaySettingsPage() {
  const gateway = useCurrentGateway()
  const recipes = useRecipes()
  const { may } = useSession()
  return (
    <div class="max-w-3xl space-y-6">
      <Loaded query={recipes}>
        {(found) => <GatewaySettings gateway={gateway()} recipes={found().recipes} />}
      </Loaded>
      <Show when={may('gateways.write')}>
        <DeleteGateway gateway={gateway()} />
      </Show>
    </div>
  )
}

function GatewaySettings(props: { gateway: Gateway; recipes: readonly RecipeView[] }) {
  const { may } = useSession()
  const { update } = useGatewayWrites()
  const noteOldIssuer = useNoteIssuer()
  const toast = useToast()
  const baseOf = (gateway: Gateway) => ({ values: valuesOf(gateway), version: gateway.version })
  /** What the form's values are compared with: the Gateway as this form last knew it. */
  let known = props.gateway
  const [oldClient, setOldClient] = createSignal<string>()
  const noteLeft = (saved: Gateway): Gateway => {
    setOldClient(leftClient(known, saved))
    const oldIssuer = leftIssuer(known, saved)
    if (oldIssuer !== undefined) noteOldIssuer(oldIssuer)
    return saved
  }
  /** A discovery or a confirmation meanwhile changes the version, and nothing that stands in this form. */
  const save = async (values: GatewayValues, version = known.version): Promise<Gateway> => {
    const change = changeOf(values, valuesOf(known))
    try {
      return noteLeft(await update(known.id, change, version))
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 412)) throw error
      const now = await loadGateway(known.id)
      if (JSON.stringify(valuesOf(now)) !== JSON.stringify(valuesOf(known))) throw error
      return noteLeft(await update(known.id, change, now.version))
    }
  }
  const form = createForm<GatewayValues, Gateway>({
    initial: baseOf(known),
    save,
    rebase: (saved) => baseOf((known = saved)),
    reload: async () => baseOf((known = await loadGateway(known.id))),
    onSaved: (saved) => {
      toast({
        message:
          saved.state === 'ready'
            ? `${saved.name} is saved.`
            : `${saved.name} is saved, and needs review now.`,
      })
    },
  })
  const isReadOnly = () => !may('gateways.write')
  return (
    <Form
      form={form}
      action="Save changes"
      labels={FIELD_LABELS}
      textOf={(field, values) => gatewayText(field, values, props.recipes)}
      needsChange
      isReadOnly={isReadOnly()}
    >
      <Show when={oldClient()}>
        {(clientId) => <OldClientNotice gatewayId={props.gateway.id} clientId={clientId()} />}
      </Show>
      <Card>
        <RecipeField
          recipes={props.recipes}
          chosen={form.values.provider}
          onChoose={(provider) => form.set('provider', provider)}
        />
      </Card>
      <Show when={movedSecrets(props.gateway, form.values)}>
        {(host) => (
          <Notice tone="warn" role="status">
            The authorization server moves to {visibleText(host())}. The stored client secret belongs to the
            old address and is not sent there: enter the new one below, or the Gateway will need review.
            Grants made at the old one end with their access tokens, and their users sign in again.
          </Notice>
        )}
      </Show>
      <GatewayFields form={form} recipes={props.recipes} gateway={props.gateway} isReadOnly={isReadOnly()} />
    </Form>
  )
}
