// Names and values of one thing, one below the other.
import { For, type JSX } from 'solid-js'
import { visible } from '../format/visible-text.ts'

export interface Fact {
  name: string
  value: JSX.Element
}

export function Facts(props: { facts: readonly Fact[] }) {
  return (
    <dl class="divide-y divide-line">
      <For each={props.facts}>
        {(fact) => (
          <div class="grid gap-x-4 gap-y-0.5 px-4 py-2.5 sm:grid-cols-[12rem_1fr]">
            <dt class="text-sm text-ink-soft">{fact.name}</dt>
            <dd class="min-w-0 break-words">{visible(fact.value)}</dd>
          </div>
        )}
      </For>
    </dl>
  )
}
