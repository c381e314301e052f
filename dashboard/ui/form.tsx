// A form over the API: fields, what the API said, the stale save, the unsaved change, and its buttons.
import { For, Show, type JSX, type ParentProps } from 'solid-js'
import { visibleText } from '../format/visible-text.ts'
import { Button } from './button.tsx'
import type { Change, FieldOf, Form as FormState } from './create-form.ts'
import { UnsavedGuard } from './unsaved-guard.tsx'

export function Form<Values extends object>(
  props: ParentProps<{
    form: FormState<Values>
    /** The word on the button: `Save`, `Create token`. */
    action: string
    /** Stands beside the button, such as Cancel. */
    actions?: JSX.Element
    /** What the fields are called on the page, for the list of what somebody else changed. */
    labels?: Partial<Record<FieldOf<Values>, string>>
    /** How a field of these values reads there, where it is neither a text nor a list of texts. */
    textOf?: (field: FieldOf<Values>, values: Values) => string | undefined
    /** The button waits for a change; for forms that edit. */
    needsChange?: boolean
    isReadOnly?: boolean
    /** The buttons stay in sight while one scrolls. */
    isLong?: boolean
  }>,
) {
  const submit = async (element: HTMLFormElement) => {
    await props.form.submit()
    // The keyboard goes to what must be mended.
    const invalid = element.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (invalid) return invalid.focus()
    // What was said above a long form comes into sight.
    element.querySelector<HTMLElement>(':scope > [role="alert"]')?.scrollIntoView({ block: 'center' })
  }
  return (
    <form
      class="space-y-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit(event.currentTarget)
      }}
    >
      <UnsavedGuard isDirty={props.form.isDirty() && !props.isReadOnly} />
      <Show when={props.form.problem()}>
        {(message) => (
          <p role="alert" class="rounded-md border border-bad bg-bad-soft px-3 py-2 text-bad">
            {visibleText(message())}
          </p>
        )}
      </Show>
      <Show when={props.form.changes()}>
        {(changes) => (
          <StaleNotice
            changes={changes()}
            labelOf={(field) => props.labels?.[field] ?? field}
            textOf={(field, values) => visibleText(props.textOf?.(field, values) ?? shown(values[field]))}
            isBusy={props.form.isBusy()}
            onTakeTheirs={props.form.takeTheirs}
            onKeepMine={() => void props.form.keepMine()}
          />
        )}
      </Show>
      <fieldset disabled={props.isReadOnly} class="min-w-0 space-y-5">
        {props.children}
      </fieldset>
      <Show when={!props.isReadOnly}>
        <div
          class={`flex flex-wrap justify-end gap-2 ${props.isLong ? 'sticky bottom-0 z-10 border-t border-line bg-canvas py-3' : ''}`}
        >
          {props.actions}
          <Show when={props.needsChange && props.form.isDirty()}>
            <Button tone="quiet" onClick={props.form.reset}>
              Discard changes
            </Button>
          </Show>
          <Button
            type="submit"
            tone="primary"
            isBusy={props.form.isBusy()}
            disabled={(props.needsChange && !props.form.isDirty()) || props.form.changes() !== undefined}
          >
            {props.action}
          </Button>
        </div>
      </Show>
    </form>
  )
}

function StaleNotice<Values>(props: {
  changes: readonly Change<Values>[]
  labelOf: (field: FieldOf<Values>) => string
  textOf: (field: FieldOf<Values>, values: Values) => string
  isBusy: boolean
  onTakeTheirs: () => void
  onKeepMine: () => void
}) {
  return (
    <div role="alert" class="space-y-3 rounded-md border border-warn bg-warn-soft px-4 py-3">
      <p class="font-medium">Somebody else saved this while you were editing. Nothing of yours is lost.</p>
      <ul class="space-y-1 text-sm">
        <For each={props.changes} fallback={<li>No field of this form was changed.</li>}>
          {({ field, before, theirs, mine }) => (
            <li class="break-words">
              <span class="font-medium">{props.labelOf(field)}</span>: {props.textOf(field, before)} →{' '}
              {props.textOf(field, theirs)}
              <Show when={props.textOf(field, mine) !== props.textOf(field, before)}>
                ; yours: {props.textOf(field, mine)}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <div class="flex flex-wrap gap-2">
        <Button onClick={props.onTakeTheirs}>Take theirs</Button>
        <Button tone="primary" isBusy={props.isBusy} onClick={props.onKeepMine}>
          Save my changes on top
        </Button>
      </div>
    </div>
  )
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(empty)'
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value.join(', ') || '(none)'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
