// Names with secret values: whether there are any is shown, what they are is not.
import { Index, Show } from 'solid-js'
import { visibleText } from '../../../../format/visible-text.ts'
import { Button } from '../../../../ui/button.tsx'
import { TextField } from '../../../../ui/field.tsx'
import type { SecretMap } from './settings-values.ts'

export function SecretMapField(props: {
  legend: string
  noun: string
  hint?: string
  isSet: boolean
  value: SecretMap
  onChange: (map: SecretMap) => void
  error?: string | undefined
}) {
  const entries = () => props.value.entries
  const replace = (next: SecretMap['entries']) => props.onChange({ action: 'replace', entries: next })
  const state = () => {
    if (props.value.action === 'remove') return 'They will be removed.'
    if (props.value.action === 'replace') return 'What you enter replaces all that is stored.'
    return props.isSet ? 'Some are stored; their values are never shown.' : 'None.'
  }
  return (
    <fieldset>
      <legend class="text-sm font-medium">{props.legend}</legend>
      <p class="mb-2 text-sm text-ink-soft">
        {state()} {props.hint}
      </p>
      <Index each={entries()}>
        {(entry, index) => (
          <div class="mb-3 grid items-end gap-2 sm:grid-cols-[1fr_1fr_auto]">
            <TextField
              label={`Name of ${props.noun} ${index + 1}`}
              class="font-mono"
              value={entry().name}
              onInput={(name) => replace(entries().map((one, at) => (at === index ? { ...one, name } : one)))}
            />
            <TextField
              label={`Value of ${props.noun} ${index + 1}`}
              type="password"
              autocomplete="new-password"
              class="font-mono"
              value={entry().value}
              onInput={(value) =>
                replace(entries().map((one, at) => (at === index ? { ...one, value } : one)))
              }
            />
            <Button
              tone="quiet"
              aria-label={`Remove ${props.noun} ${index + 1}`}
              onClick={() => replace(entries().filter((_one, at) => at !== index))}
            >
              Remove
            </Button>
          </div>
        )}
      </Index>
      <Show when={props.error}>
        <p role="alert" class="mb-2 text-sm text-bad">
          {visibleText(props.error ?? '')}
        </p>
      </Show>
      <div class="flex flex-wrap gap-2">
        <Button onClick={() => replace([...entries(), { name: '', value: '' }])}>
          {props.isSet && props.value.action === 'keep' ? `Replace ${props.noun}s` : `Add ${props.noun}`}
        </Button>
        <Show when={props.isSet && props.value.action === 'keep'}>
          <Button tone="quiet" onClick={() => props.onChange({ action: 'remove', entries: [] })}>
            Remove all {props.noun}s
          </Button>
        </Show>
        <Show when={props.value.action !== 'keep'}>
          <Button tone="quiet" onClick={() => props.onChange({ action: 'keep', entries: [] })}>
            Leave {props.noun}s as they are
          </Button>
        </Show>
      </div>
    </fieldset>
  )
}
