// All scopes of the Gateway, or those that are ticked.
import { createUniqueId, For, Show } from 'solid-js'
import { visibleText } from '../../../../format/visible-text.ts'
import { Checkbox } from '../../../../ui/field.tsx'
import { ChoiceField } from '../../../../ui/choice-field.tsx'

export function ScopeSubset(props: {
  all: readonly string[]
  /** Null: all, also those that the Gateway gets later. */
  chosen: readonly string[] | null
  onChange: (scopes: string[] | null) => void
  error?: string | undefined
}) {
  const id = createUniqueId()
  /** Also what the Gateway no longer has, so that it can be unticked. */
  const shown = () => [...new Set([...props.all, ...(props.chosen ?? [])])]
  const toggle = (scope: string, isOn: boolean) =>
    props.onChange(shown().filter((one) => (one === scope ? isOn : props.chosen?.includes(one))))
  return (
    <div class="space-y-2">
      <ChoiceField
        legend="Scopes"
        value={props.chosen === null ? 'all' : 'some'}
        choices={[
          {
            value: 'all',
            label: `All scopes of the Gateway (${props.all.length})`,
            hint: 'Also those that the Gateway is given later.',
          },
          {
            value: 'some',
            label: 'Only some',
            hint: 'Clients are never given more than these.',
            disabled: props.all.length === 0,
          },
        ]}
        onChange={(which) => props.onChange(which === 'all' ? null : [...props.all])}
        error={props.error}
      />
      <Show when={props.chosen}>
        {(chosen) => (
          <div
            role="group"
            aria-labelledby={id}
            class="max-h-72 space-y-1.5 overflow-y-auto rounded-md border border-line px-3 py-2"
          >
            <p id={id} class="text-sm text-ink-soft">
              {chosen().length} of {props.all.length} chosen
            </p>
            <For each={shown()}>
              {(scope) => (
                <Checkbox
                  label={<code class="font-mono text-[0.8125rem] break-all">{visibleText(scope)}</code>}
                  checked={chosen().includes(scope)}
                  onChange={(isOn) => toggle(scope, isOn)}
                />
              )}
            </For>
          </div>
        )}
      </Show>
    </div>
  )
}
