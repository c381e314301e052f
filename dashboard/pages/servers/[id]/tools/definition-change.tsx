// What is different between the definition that was approved and the one that the runtime has now.
import { For, Show } from 'solid-js'
import type { DefinitionDifference, ToolDetail } from '../../../../../schema/api/tools.ts'
import { visibleText } from '../../../../format/visible-text.ts'

export function DefinitionChange(props: { change: NonNullable<ToolDetail['change']> }) {
  return (
    <section aria-label="What changed">
      <h3 class="mb-3 text-sm font-semibold">What changed</h3>
      <ul class="space-y-3">
        <For
          each={props.change.differences}
          fallback={
            <li class="text-sm text-ink-soft">
              One of the two definitions is too large to be kept, so the places cannot be shown.
            </li>
          }
        >
          {(difference) => <Difference difference={difference} />}
        </For>
      </ul>
    </section>
  )
}

function Difference(props: { difference: DefinitionDifference }) {
  return (
    <li class="overflow-hidden rounded-md border border-line">
      <div class="border-b border-line bg-sunken px-3 py-1.5 font-mono text-xs break-all">
        {visibleText(props.difference.path === '' ? '/' : props.difference.path)}
      </div>
      <Show when={'before' in props.difference}>
        <Side mark="−" label="Before" tone="bg-bad-soft" value={props.difference.before} />
      </Show>
      <Show when={'after' in props.difference}>
        <Side mark="+" label="Now" tone="bg-ok-soft" value={props.difference.after} />
      </Show>
    </li>
  )
}

function Side(props: { mark: string; label: string; tone: string; value: unknown }) {
  const text = () =>
    visibleText(typeof props.value === 'string' ? props.value : JSON.stringify(props.value, null, 2))
  return (
    <div class={`flex gap-2 px-3 py-1.5 ${props.tone}`}>
      <span class="font-mono font-semibold" aria-hidden="true">
        {props.mark}
      </span>
      <span class="sr-only">{props.label}: </span>
      <pre
        class="max-h-60 min-w-0 flex-1 overflow-auto font-mono text-[0.8125rem] break-words whitespace-pre-wrap"
        tabIndex={0}
      >
        {text()}
      </pre>
    </div>
  )
}
