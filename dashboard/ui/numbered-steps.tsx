// Parts whose order matters, each with its number before it.
import { For, type JSX } from 'solid-js'

export function NumberedSteps(props: { steps: readonly JSX.Element[] }) {
  return (
    <ol class="space-y-5">
      <For each={props.steps}>
        {(step, index) => (
          <li class="flex gap-3">
            <span
              aria-hidden="true"
              class="mt-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-sunken text-xs font-medium text-ink-soft"
            >
              {index() + 1}
            </span>
            <div class="min-w-0 flex-1">{step}</div>
          </li>
        )}
      </For>
    </ol>
  )
}
