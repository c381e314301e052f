// Which API the tokens are for, and what may ever be asked of it.
import { Show } from 'solid-js'
import type { RecipeView } from '../../../../schema/api/library.ts'
import type { Form } from '../../../ui/create-form.ts'
import { Checkbox, TextField } from '../../../ui/field.tsx'
import { ListField } from '../../../ui/list-field.tsx'
import type { Discovery } from './create-discovery.ts'
import type { GatewayValues } from './gateway-values.ts'
import { listOf } from './metadata-facts.tsx'

/** Asked for by Limen itself where the server knows them (product.md §2). */
const OWN_SCOPES = new Set(['openid', 'profile', 'email', 'offline_access'])

export function TargetFields(props: {
  form: Form<GatewayValues>
  discovery: Discovery
  recipe: RecipeView | undefined
  /** Found by an earlier discovery. */
  knownScopes?: readonly string[]
}) {
  const { form } = props
  const needOf = (field: string) => props.recipe?.needs.find((need) => need.field === field)
  const offered = () => {
    const found = listOf(props.discovery.answer()?.report.metadata, 'scopes_supported')
    return [...new Set([...found, ...(props.knownScopes ?? [])])].filter((scope) => !OWN_SCOPES.has(scope))
  }
  const isAsked = (field: 'resource' | 'audience') =>
    form.values[field] !== '' ||
    form.error(field) !== undefined ||
    needOf(field) !== undefined ||
    props.recipe === undefined ||
    props.recipe.target === 'as_set'
  return (
    <>
      <Show when={isAsked('resource')}>
        <TextField
          label="Resource"
          value={form.values.resource}
          onInput={(text) => form.set('resource', text)}
          placeholder="https://api.example.com"
          hint={needOf('resource')?.why ?? 'The API that tokens are for (RFC 8707).'}
          error={form.error('resource')}
        />
      </Show>
      <Show when={isAsked('audience')}>
        <TextField
          label="Audience"
          value={form.values.audience}
          onInput={(text) => form.set('audience', text)}
          hint={needOf('audience')?.why ?? 'For authorization servers that want this parameter instead.'}
          error={form.error('audience')}
        />
      </Show>
      <ListField
        label="Allowed scopes"
        values={form.values.scopes}
        onChange={(scopes) => form.set('scopes', scopes)}
        offered={offered()}
        offeredLabel="Found by discovery:"
        placeholder="tickets.read"
        hint="Everything that servers behind this Gateway may ever ask for. Each server gets a part of it. Sign-in scopes such as openid are added by Limen."
        error={form.error('scopes')}
      />
      <Checkbox
        label="Refuse tokens with wider scopes than asked for"
        checked={form.values.scopeStrict}
        onChange={(isOn) => form.set('scopeStrict', isOn)}
        hint="For authorization servers that answer more than what was asked."
      />
    </>
  )
}
