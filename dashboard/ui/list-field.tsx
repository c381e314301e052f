// A list of short texts as chips: typed, pasted, or taken from what is offered.
import { createSignal, createUniqueId, For, onCleanup, onMount, Show, type JSX } from 'solid-js'
import { visibleText } from '../format/visible-text.ts'
import { Button } from './button.tsx'
import { TextField } from './field.tsx'

export function ListField(props: {
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
  /** Taken with one click; those that are in the list already are not offered. */
  offered?: readonly string[]
  offeredLabel?: string
  hint?: JSX.Element
  error?: string | undefined
  placeholder?: string
  disabled?: boolean
  /** Where a text ends; entries that may hold spaces end at commas only. */
  separator?: RegExp
}) {
  const id = createUniqueId()
  const [text, setText] = createSignal('')
  const add = (added: readonly string[]) =>
    props.onChange([...new Set([...props.values, ...added.filter((item) => item !== '')])])
  const addTyped = () => {
    if (text().trim() === '') return
    add(
      text()
        .split(props.separator ?? /[\s,]+/)
        .map((item) => item.trim()),
    )
    setText('')
  }
  // What is typed and not added yet is sent too. Adding it when the field is left would move the button under the click.
  let frame: HTMLDivElement | undefined
  onMount(() => {
    const form = frame?.closest('form')
    form?.addEventListener('submit', addTyped, { capture: true })
    onCleanup(() => form?.removeEventListener('submit', addTyped, { capture: true }))
  })
  const left = () => (props.offered ?? []).filter((item) => !props.values.includes(item))
  return (
    <div ref={(element) => (frame = element)}>
      <div class="flex items-start gap-2">
        <div class="min-w-0 flex-1">
          <TextField
            label={props.label}
            value={text()}
            onInput={setText}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ',') return
              if (text().trim() === '' && event.key === 'Enter') return
              event.preventDefault()
              addTyped()
            }}
            placeholder={props.disabled ? undefined : props.placeholder}
            disabled={props.disabled}
            hint={props.hint}
            error={props.error}
          />
        </div>
        <Button
          class="mt-6"
          disabled={props.disabled}
          onClick={addTyped}
          aria-label={`Add to ${props.label}`}
        >
          Add
        </Button>
      </div>
      <ul class="mt-2 flex flex-wrap gap-1.5 empty:hidden" aria-label={`${props.label}, chosen`}>
        <For each={props.values}>
          {(item) => (
            <li class="inline-flex max-w-full items-center rounded-full bg-accent-soft px-2.5 has-[button:enabled]:pr-0 text-sm text-accent">
              <span class="min-w-0 truncate font-mono text-[0.8125rem]" title={visibleText(item)}>
                {visibleText(item)}
              </span>
              <button
                type="button"
                disabled={props.disabled}
                class="inline-flex size-6 shrink-0 items-center justify-center rounded-full hover:bg-sunken disabled:hidden"
                aria-label={`Remove ${visibleText(item)}`}
                onClick={() => props.onChange(props.values.filter((other) => other !== item))}
              >
                ✕
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={left().length > 0 && !props.disabled}>
        <div class="mt-2 flex flex-wrap items-center gap-1.5" role="group" aria-labelledby={`${id}-offered`}>
          <span id={`${id}-offered`} class="text-sm text-ink-soft">
            {props.offeredLabel ?? 'Add'}
          </span>
          <For each={left()}>
            {(item) => (
              <button
                type="button"
                class="max-w-full truncate rounded-full border border-dashed border-line-strong px-2.5 py-0.5 font-mono text-[0.8125rem] text-ink-soft hover:bg-sunken hover:text-ink"
                aria-label={`Add ${visibleText(item)}`}
                title={visibleText(item)}
                onClick={() => add([item])}
              >
                + {visibleText(item)}
              </button>
            )}
          </For>
        </div>
      </Show>
    </div>
  )
}
