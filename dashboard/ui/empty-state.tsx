// A list without entries: what belongs here, and the next step.
import type { JSX } from 'solid-js'
import { visible, visibleText } from '../format/visible-text.ts'

export function EmptyState(props: { title: string; children?: JSX.Element; action?: JSX.Element }) {
  return (
    <div class="px-6 py-14 text-center">
      <h2 class="text-base font-semibold">{visibleText(props.title)}</h2>
      <div class="mx-auto mt-1 max-w-md text-ink-soft">{visible(props.children)}</div>
      <div class="mt-5 flex justify-center gap-2">{props.action}</div>
    </div>
  )
}
