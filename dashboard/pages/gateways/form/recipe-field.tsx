// Which kind of authorization server it is: the choice that fills in the rest.
import { For, Show } from 'solid-js'
import type { RecipeView } from '../../../../schema/api/library.ts'
import type { GatewayValues } from './gateway-values.ts'
import { RecipeFacts } from './recipe-facts.tsx'

export function RecipeField(props: {
  recipes: readonly RecipeView[]
  chosen: GatewayValues['provider'] | undefined
  onChoose: (provider: GatewayValues['provider']) => void
}) {
  const recipe = () => props.recipes.find(({ provider }) => provider === props.chosen)
  /** Whoever finds their own is done; the general one comes last. */
  const ordered = () =>
    props.recipes.toSorted(
      (one, other) => Number(one.provider === 'manual') - Number(other.provider === 'manual'),
    )
  return (
    <fieldset>
      <legend class="mb-2 font-semibold">Where do your users sign in?</legend>
      <div class="grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-2">
        <For each={ordered()}>
          {(option) => (
            <label class="flex cursor-pointer items-center gap-2 rounded-md border border-line-strong bg-surface px-3 py-2.5 hover:bg-sunken has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
              <input
                type="radio"
                name="provider"
                class="size-4 shrink-0 accent-accent-strong"
                checked={option.provider === props.chosen}
                onChange={() => props.onChoose(option.provider)}
              />
              <span class="min-w-0 text-sm font-medium">{option.name}</span>
            </label>
          )}
        </For>
      </div>
      <Show when={recipe()}>{(found) => <RecipeFacts recipe={found()} />}</Show>
    </fieldset>
  )
}
