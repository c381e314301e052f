// A label, its control, a hint, and the error of the API beside it.
import { createUniqueId, Show, splitProps, type JSX } from 'solid-js'
import { visible, visibleText } from '../format/visible-text.ts'

interface Frame {
  label: string
  hint?: JSX.Element
  error?: string | undefined
}

const CONTROL =
  'w-full min-h-9 rounded-md border bg-surface px-2.5 py-1.5 text-ink placeholder:text-ink-soft disabled:bg-sunken'

function borderOf(error: string | undefined): string {
  return error ? 'border-bad' : 'border-line-strong'
}

function FieldFrame(
  props: Frame & { id: string; children: (describedBy: () => string | undefined) => JSX.Element },
) {
  const describedBy = () =>
    [props.hint ? `${props.id}-hint` : '', props.error ? `${props.id}-error` : '']
      .filter(Boolean)
      .join(' ') || undefined
  return (
    <div>
      <label for={props.id} class="mb-1 block text-sm font-medium">
        {visibleText(props.label)}
      </label>
      {/* An accessor: with a value the control would be another one, without the focus, when an error comes or goes. */}
      {props.children(describedBy)}
      <Show when={props.hint}>
        <p id={`${props.id}-hint`} class="mt-1 text-sm text-ink-soft">
          {visible(props.hint)}
        </p>
      </Show>
      <Show when={props.error}>
        <p id={`${props.id}-error`} class="mt-1 text-sm text-bad" role="alert">
          {visibleText(props.error ?? '')}
        </p>
      </Show>
    </div>
  )
}

export function TextField(
  props: Frame &
    Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onInput'> & {
      value: string
      onInput: (value: string) => void
    },
) {
  const id = createUniqueId()
  const [frame, own, rest] = splitProps(props, ['label', 'hint', 'error'], ['onInput', 'class'])
  return (
    <FieldFrame {...frame} id={id}>
      {(describedBy) => (
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          {...rest}
          id={id}
          aria-describedby={describedBy()}
          aria-invalid={frame.error ? true : undefined}
          onInput={(event) => own.onInput(event.currentTarget.value)}
          class={`${CONTROL} ${borderOf(frame.error)} ${own.class ?? ''}`}
        />
      )}
    </FieldFrame>
  )
}

export function TextArea(
  props: Frame &
    Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'onInput'> & {
      value: string
      onInput: (value: string) => void
    },
) {
  const id = createUniqueId()
  const [frame, own, rest] = splitProps(props, ['label', 'hint', 'error'], ['onInput', 'class'])
  return (
    <FieldFrame {...frame} id={id}>
      {(describedBy) => (
        <textarea
          rows={4}
          spellcheck={false}
          {...rest}
          id={id}
          aria-describedby={describedBy()}
          aria-invalid={frame.error ? true : undefined}
          onInput={(event) => own.onInput(event.currentTarget.value)}
          class={`${CONTROL} ${borderOf(frame.error)} ${own.class ?? ''}`}
        />
      )}
    </FieldFrame>
  )
}

export interface Option {
  value: string
  label: string
  disabled?: boolean
}

/** The platform's own list: keyboard, screen reader and phone come with it. */
export function SelectField(
  props: Frame & {
    value: string
    options: readonly Option[]
    onChange: (value: string) => void
    disabled?: boolean
  },
) {
  const id = createUniqueId()
  return (
    <FieldFrame label={props.label} hint={props.hint} error={props.error} id={id}>
      {(describedBy) => (
        <select
          id={id}
          aria-describedby={describedBy()}
          aria-invalid={props.error ? true : undefined}
          disabled={props.disabled}
          onChange={(event) => props.onChange(event.currentTarget.value)}
          class={`${CONTROL} ${borderOf(props.error)}`}
        >
          {props.options.map((option) => (
            <option value={option.value} selected={option.value === props.value} disabled={option.disabled}>
              {visibleText(option.label)}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}

export function Checkbox(props: {
  label: JSX.Element
  hint?: JSX.Element
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}) {
  const id = createUniqueId()
  return (
    <div class="flex gap-2.5">
      <input
        id={id}
        type="checkbox"
        class="mt-1 size-4 shrink-0 accent-accent-strong"
        checked={props.checked}
        disabled={props.disabled}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <div class="min-w-0">
        <label for={id}>{visible(props.label)}</label>
        <Show when={props.hint}>
          <p id={`${id}-hint`} class="text-sm text-ink-soft">
            {visible(props.hint)}
          </p>
        </Show>
      </div>
    </div>
  )
}
