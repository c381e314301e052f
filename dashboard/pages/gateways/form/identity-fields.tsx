// How a user is known: where it is read, and which claims say it.
import { For } from 'solid-js'
import type { RecipeView } from '../../../../schema/api/library.ts'
import type { Form } from '../../../ui/create-form.ts'
import { SelectField, TextField } from '../../../ui/field.tsx'
import { Fold } from '../../../ui/fold.tsx'
import { CLAIMS, type Claim, type GatewayValues } from './gateway-values.ts'
import { SOURCES } from './recipe-facts.tsx'

export const CLAIM_LABELS: Readonly<Record<Claim, string>> = {
  subject: 'Claim of the subject',
  email: 'Claim of the e-mail',
  emailVerified: 'Claim that the e-mail is verified',
  organization: 'Claim of the organization',
  displayName: 'Claim of the display name',
}

export const EMAIL_TRUST = [
  { value: 'claim', label: 'Where the claim says that it is verified' },
  { value: 'always', label: 'Always: the authorization server vouches for every e-mail' },
  { value: 'never', label: 'Never: users can edit it there' },
] as const

export const SOURCE_OPTIONS = [
  { value: 'id_token', label: 'ID token' },
  { value: 'userinfo', label: 'User info endpoint' },
  { value: 'access_token', label: 'Access token, where it is a JWT' },
  { value: 'introspection', label: 'Introspection endpoint' },
] as const

const AS_RECIPE = { value: '', label: 'As the recipe says' } as const

export function IdentityFields(props: {
  form: Form<GatewayValues>
  recipe: RecipeView | undefined
  isNew: boolean
}) {
  const { form } = props
  const asRecipe = () => (props.isNew ? [AS_RECIPE] : [])
  const proposed = (claim: Claim) =>
    (props.isNew ? props.recipe?.identity.claims[claim] : undefined) ?? undefined
  return (
    <Fold
      title="Identity of users"
      description={
        props.recipe && props.isNew ? `From the ${SOURCES[props.recipe.identity.source]}` : undefined
      }
      isOpenWhen={form.error('identity') !== undefined}
    >
      <SelectField
        label="Read from"
        value={form.values.identity.source}
        options={[...asRecipe(), ...SOURCE_OPTIONS]}
        onChange={(value) =>
          form.set('identity', 'source', SOURCE_OPTIONS.find((option) => option.value === value)?.value ?? '')
        }
        error={form.error('identity.source')}
      />
      <div class="grid gap-5 sm:grid-cols-2">
        <For each={CLAIMS}>
          {(claim) => (
            <TextField
              label={CLAIM_LABELS[claim]}
              value={form.values.identity.claims[claim]}
              onInput={(text) => form.set('identity', 'claims', claim, text)}
              placeholder={proposed(claim) ?? (claim === 'organization' ? 'None' : undefined)}
              error={form.error(`identity.claims.${claim}`)}
            />
          )}
        </For>
      </div>
      <SelectField
        label="When an e-mail counts as verified"
        value={form.values.identity.emailTrust}
        options={[...asRecipe(), ...EMAIL_TRUST]}
        onChange={(value) =>
          form.set(
            'identity',
            'emailTrust',
            EMAIL_TRUST.find((option) => option.value === value)?.value ?? '',
          )
        }
        hint="Only a verified e-mail takes part in rules that allow, in groups and in links."
        error={form.error('identity.emailTrust')}
      />
    </Fold>
  )
}
