// Name, and the authorization server with what it says of itself.
import type { RecipeView } from '../../../../schema/api/library.ts'
import type { Form } from '../../../ui/create-form.ts'
import { TextArea, TextField } from '../../../ui/field.tsx'
import type { Discovery } from './create-discovery.ts'
import { DiscoveryView } from './discovery-view.tsx'
import type { GatewayValues } from './gateway-values.ts'

export function DownstreamFields(props: {
  form: Form<GatewayValues>
  discovery: Discovery
  recipe: RecipeView | undefined
}) {
  const { form } = props
  return (
    <>
      <TextField
        label="Name"
        value={form.values.name}
        onInput={(text) => form.set('name', text)}
        hint="People see it where they sign in."
        error={form.error('name')}
      />
      <div>
        <TextField
          label="Authorization server URL"
          type="url"
          inputmode="url"
          value={form.values.authorizationServerUrl}
          onInput={(text) => form.set('authorizationServerUrl', text)}
          placeholder={props.recipe?.issuerForm}
          hint="The issuer, or the URL of its metadata document."
          error={form.error('authorizationServerUrl')}
        />
        <DiscoveryView
          discovery={props.discovery}
          // Only what was entered by hand can be saved without discovery, and only by the manual way.
          onEnterByHand={() => {
            if (form.values.provider !== 'manual') form.set('registration', 'manual')
            if (form.values.endpoints.issuer === '')
              form.set('endpoints', 'issuer', form.values.authorizationServerUrl.trim())
          }}
        />
      </div>
      <TextArea
        label="Description"
        rows={2}
        value={form.values.description}
        onInput={(text) => form.set('description', text)}
        error={form.error('description')}
      />
    </>
  )
}
