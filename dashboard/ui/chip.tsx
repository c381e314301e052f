import { visibleText } from '../format/visible-text.ts'

/** One thing that was chosen, with a button that takes it away. `title` says more on hover than its text. */
export function Chip(props: { label?: string; text: string; title?: string; onRemove?: () => void }) {
  return (
    <span class="inline-flex max-w-full items-center gap-1 rounded-full border border-line bg-surface py-0.5 pr-1 pl-3 text-sm">
      <span class="truncate" title={visibleText(props.title ?? props.text)}>
        {props.label && <span class="text-ink-soft">{props.label}: </span>}
        {visibleText(props.text)}
      </span>
      {props.onRemove && (
        <button
          type="button"
          class="inline-flex size-6 shrink-0 items-center justify-center rounded-full text-ink-soft hover:bg-sunken hover:text-ink"
          aria-label={`Remove ${props.label ? `${props.label}: ` : ''}${visibleText(props.text)}`}
          onClick={() => props.onRemove?.()}
        >
          ✕
        </button>
      )}
    </span>
  )
}
