// What choosing a recipe sets, before anything is typed.
import { Show } from 'solid-js'
import type { RecipeView } from '../../../../schema/api/library.ts'
import { Notice } from '../../../ui/notice.tsx'

const TARGETS: Readonly<Record<RecipeView['target'], string>> = {
  resource: 'The API is named by the resource parameter (RFC 8707).',
  audience: 'The API is named by the audience parameter.',
  neither: 'No parameter names the API; the authorization server decides.',
  as_set: 'The API is named by whichever of resource and audience you fill in.',
}

export function RecipeFacts(props: { recipe: RecipeView }) {
  return (
    <div class="mt-3 space-y-2">
      <ul class="list-disc space-y-0.5 pl-5 text-sm text-ink-soft">
        <li>
          The issuer looks like{' '}
          <code class="font-mono text-[0.8125rem] break-all text-ink">{props.recipe.issuerForm}</code>.
        </li>
        <li>{TARGETS[props.recipe.target]}</li>
        <li>
          {props.recipe.emailTrusted
            ? 'An e-mail counts as verified where the authorization server says so.'
            : 'An e-mail never counts as verified, because users can edit it there.'}
        </li>
        <li>{identityOf(props.recipe)}</li>
      </ul>
      <Show when={props.recipe.note}>
        {(note) => (
          <Notice>
            <p class="text-sm">{note()}</p>
          </Notice>
        )}
      </Show>
    </div>
  )
}

function identityOf({ identity }: RecipeView): string {
  const { subject, organization } = identity.claims
  const within = organization === null ? '' : `, in the organization of the claim “${organization}”`
  return `A user is known by the claim “${subject}” of the ${SOURCES[identity.source]}${within}.`
}

export const SOURCES: Readonly<Record<RecipeView['identity']['source'], string>> = {
  id_token: 'ID token',
  userinfo: 'user info endpoint',
  access_token: 'access token (JWT)',
  introspection: 'introspection endpoint',
}
