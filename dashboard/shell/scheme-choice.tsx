import { For } from 'solid-js'
import { chosenScheme, chooseScheme, SCHEMES, type Scheme } from './scheme.ts'

const SCHEME_NAMES: Readonly<Record<Scheme, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' }

/** Wherever it stands, it shows the same choice. `name` keeps two of them on one page apart. */
export function SchemeChoice(props: { name: string }) {
  return (
    <fieldset class="flex gap-1 rounded-md bg-sunken p-0.5">
      <legend class="sr-only">Colour scheme</legend>
      <For each={SCHEMES}>
        {(value) => (
          <label class="flex-1 cursor-pointer rounded px-2 py-1 text-center text-xs has-checked:bg-surface has-checked:font-medium has-focus-visible:outline-2">
            <input
              type="radio"
              name={props.name}
              class="sr-only"
              checked={chosenScheme() === value}
              onChange={() => chooseScheme(value)}
            />
            {SCHEME_NAMES[value]}
          </label>
        )}
      </For>
    </fieldset>
  )
}
