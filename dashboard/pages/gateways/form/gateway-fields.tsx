// Every field of a Gateway, in the order in which one knows them; what most leave alone is folded.
import { createMemo, Show } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import type { RecipeView } from '../../../../schema/api/library.ts'
import { Card } from '../../../ui/card.tsx'
import type { Form } from '../../../ui/create-form.ts'
import { createDiscovery } from './create-discovery.ts'
import { DownstreamFields } from './downstream-fields.tsx'
import { EndpointFields } from './endpoint-fields.tsx'
import type { GatewayValues } from './gateway-values.ts'
import { IdentityFields } from './identity-fields.tsx'
import { McpClientFields } from './mcp-client-fields.tsx'
import { listOf } from './metadata-facts.tsx'
import { PlacementFields } from './placement-fields.tsx'
import { RegistrationFields } from './registration-fields.tsx'
import { TargetFields } from './target-fields.tsx'

export function GatewayFields(props: {
  form: Form<GatewayValues>
  recipes: readonly RecipeView[]
  /** Undefined where a new one is made. */
  gateway?: Gateway
  isReadOnly?: boolean
}) {
  const { form } = props
  const recipe = createMemo(() => props.recipes.find(({ provider }) => provider === form.values.provider))
  const discovery = createDiscovery(
    () => ({
      provider: form.values.provider,
      authorizationServerUrl: form.values.authorizationServerUrl,
    }),
    () =>
      props.isReadOnly === true ||
      (props.gateway?.authorizationServerUrl === form.values.authorizationServerUrl.trim() &&
        props.gateway.provider === form.values.provider),
  )
  return (
    <>
      <Card title="Authorization server">
        <div class="space-y-5">
          <DownstreamFields form={form} discovery={discovery} recipe={recipe()} />
          <EndpointFields form={form} discovery={discovery} />
        </div>
      </Card>
      <Card title="Limen at the authorization server">
        <div class="space-y-5">
          <RegistrationFields form={form} {...(props.gateway ? { gateway: props.gateway } : {})} />
        </div>
      </Card>
      <Card title="API and scopes">
        <div class="space-y-5">
          <TargetFields
            form={form}
            discovery={discovery}
            recipe={recipe()}
            knownScopes={listOf(props.gateway?.discovery?.metadata, 'scopes_supported')}
          />
        </div>
      </Card>
      <Card title="Advanced" description="Good as it is for most.">
        <div class="space-y-3">
          <IdentityFields form={form} recipe={recipe()} isNew={!props.gateway} />
          <McpClientFields form={form} />
          <Show when={!props.gateway}>
            <PlacementFields form={form} />
          </Show>
        </div>
      </Card>
    </>
  )
}
