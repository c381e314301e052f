// Makes a Gateway: the recipe first, then the authorization server, which is asked what it is while its URL is typed.
import { A, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import type { RecipeView } from '../../../../schema/api/library.ts'
import { useGatewayWrites, useRecipes } from '../../../data/gateways.ts'
import { Permitted } from '../../../session/permitted.tsx'
import { buttonClass } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { createForm } from '../../../ui/create-form.ts'
import { Form } from '../../../ui/form.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { GatewayFields } from '../form/gateway-fields.tsx'
import { blankGateway, FIELD_LABELS, newGatewayOf, type GatewayValues } from '../form/gateway-values.ts'
import { RecipeField } from '../form/recipe-field.tsx'
import { draftFromQuery } from './draft-from-query.ts'

export default function NewGatewayPage() {
  const recipes = useRecipes()
  return (
    <Permitted permission="gateways.write" title="New Gateway">
      <PageHeader
        title="New Gateway"
        description="The sign-in of your users at one authorization server, set up once and attached to as many servers as need it."
      />
      <Loaded query={recipes}>{(found) => <NewGateway recipes={found().recipes} />}</Loaded>
    </Permitted>
  )
}

function NewGateway(props: { recipes: readonly RecipeView[] }) {
  const navigate = useNavigate()
  const { create } = useGatewayWrites()
  const [query] = useSearchParams<Record<string, string>>()
  const draft = draftFromQuery(query)
  const [isChosen, setChosen] = createSignal(draft !== undefined)
  const form = createForm<GatewayValues, Gateway>({
    initial: { values: { ...blankGateway(), ...draft } },
    save: (values) => create(newGatewayOf(values)),
    onSaved: (gateway) => {
      const next = new URLSearchParams({
        created: 'true',
        ...(query['for'] ? { for: query['for'] } : {}),
        ...(query['serverId'] ? { serverId: query['serverId'] } : {}),
      })
      navigate(`/gateways/${gateway.id}?${next}`)
    },
  })
  return (
    <div class="max-w-3xl space-y-5">
      <Card>
        <RecipeField
          recipes={props.recipes}
          chosen={isChosen() ? form.values.provider : undefined}
          onChoose={(provider) => {
            form.set('provider', provider)
            setChosen(true)
          }}
        />
      </Card>
      <Show when={isChosen()}>
        <Form
          form={form}
          action="Create Gateway"
          labels={FIELD_LABELS}
          actions={
            <A href="/gateways" class={buttonClass('plain')}>
              Cancel
            </A>
          }
        >
          <GatewayFields form={form} recipes={props.recipes} />
        </Form>
      </Show>
    </div>
  )
}
