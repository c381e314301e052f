// One field of a tool's form, and those within it.
import { For, Index, Match, Show, Switch } from 'solid-js'
import { visibleText } from '../../../../../../format/visible-text.ts'
import { Button } from '../../../../../../ui/button.tsx'
import { SelectField, TextArea, TextField } from '../../../../../../ui/field.tsx'
import { initialDraft, joined, listOf, memberOf, textOf, withMember, type Draft } from './draft.ts'
import type { SchemaField } from './schema-field.ts'

export interface FieldInputProps {
  field: SchemaField
  label: string
  path: string
  isRequired: boolean
  /** The arguments themselves: no frame around them. */
  isRoot?: boolean
  draft: Draft | undefined
  onChange: (draft: Draft) => void
  errors: ReadonlyMap<string, string>
}

const NOTHING = { value: '', label: '(left out)' } as const
const CHOOSE = { value: '', label: 'Choose…' } as const
const INPUT_TYPES: Readonly<Record<string, string>> = { email: 'email', uri: 'url', date: 'date' }

export function FieldInput(props: FieldInputProps) {
  const label = () => (props.isRequired ? `${props.label} (required)` : props.label)
  const hint = () => {
    const { title, description } = props.field
    const isNew = title?.toLowerCase() !== props.label.toLowerCase()
    const text = [isNew ? title : undefined, description].filter(Boolean).join(': ')
    return text === '' ? undefined : <span class="break-words whitespace-pre-wrap">{visibleText(text)}</span>
  }
  const error = () => props.errors.get(props.path)
  const nothing = () => (props.isRequired ? CHOOSE : NOTHING)
  return (
    <Switch>
      <Match when={props.field.kind === 'text' && props.field}>
        {(field) => (
          <TextField
            label={label()}
            hint={hint()}
            error={error()}
            type={INPUT_TYPES[field().format ?? ''] ?? 'text'}
            value={textOf(props.draft)}
            onInput={props.onChange}
          />
        )}
      </Match>
      <Match when={props.field.kind === 'number' && props.field}>
        {(field) => (
          <TextField
            label={label()}
            hint={hint()}
            error={error()}
            inputMode={field().isInteger ? 'numeric' : 'decimal'}
            value={textOf(props.draft)}
            onInput={props.onChange}
          />
        )}
      </Match>
      <Match when={props.field.kind === 'boolean'}>
        <SelectField
          label={label()}
          hint={hint()}
          error={error()}
          value={textOf(props.draft)}
          options={[nothing(), { value: 'true', label: 'true' }, { value: 'false', label: 'false' }]}
          onChange={props.onChange}
        />
      </Match>
      <Match when={props.field.kind === 'choice' && props.field}>
        {(field) => (
          <SelectField
            label={label()}
            hint={hint()}
            error={error()}
            value={textOf(props.draft)}
            options={[
              nothing(),
              ...field().options.map((option, index) => ({
                value: String(index),
                label: visibleText(option.label),
              })),
            ]}
            onChange={props.onChange}
          />
        )}
      </Match>
      <Match when={props.field.kind === 'json'}>
        <TextArea
          label={`${label()}, as JSON`}
          hint={hint()}
          error={error()}
          class="font-mono text-[0.8125rem]"
          rows={props.isRoot ? 8 : 3}
          value={textOf(props.draft)}
          onInput={props.onChange}
        />
      </Match>
      <Match when={props.field.kind === 'list' && props.field}>
        {(field) => (
          <fieldset class="min-w-0 rounded-md border border-line px-3 pt-1 pb-3">
            <legend class="px-1 text-sm font-medium">{visibleText(label())}</legend>
            <Show when={hint()}>
              <div class="mb-2 text-sm text-ink-soft">{hint()}</div>
            </Show>
            <div class="space-y-2">
              <Index each={listOf(props.draft)}>
                {(item, index) => (
                  <div class="flex items-end gap-2">
                    <div class="min-w-0 flex-1">
                      <FieldInput
                        field={field().item}
                        label={`${props.label} ${index + 1}`}
                        path={joined(props.path, String(index))}
                        isRequired={false}
                        draft={item()}
                        onChange={(draft) => props.onChange(listOf(props.draft).with(index, draft))}
                        errors={props.errors}
                      />
                    </div>
                    <Button
                      tone="quiet"
                      aria-label={`Remove ${props.label} ${index + 1}`}
                      onClick={() => props.onChange(listOf(props.draft).toSpliced(index, 1))}
                    >
                      ✕
                    </Button>
                  </div>
                )}
              </Index>
              <Button
                onClick={() => props.onChange([...listOf(props.draft), initialDraft(field().item)])}
                aria-label={`Add to ${props.label}`}
              >
                Add
              </Button>
            </div>
          </fieldset>
        )}
      </Match>
      <Match when={props.field.kind === 'group' && props.field}>
        {(field) => {
          const members = () => (
            <For each={field().members}>
              {(member) => (
                <FieldInput
                  field={member.field}
                  label={visibleText(member.name)}
                  path={joined(props.path, member.name)}
                  isRequired={member.isRequired}
                  draft={memberOf(props.draft, member.name)}
                  onChange={(draft) => props.onChange(withMember(props.draft, member.name, draft))}
                  errors={props.errors}
                />
              )}
            </For>
          )
          return (
            <Show when={!props.isRoot} fallback={<div class="space-y-4">{members()}</div>}>
              <fieldset class="min-w-0 rounded-md border border-line px-3 pt-1 pb-3">
                <legend class="px-1 text-sm font-medium">{visibleText(label())}</legend>
                <Show when={hint()}>
                  <div class="mb-2 text-sm text-ink-soft">{hint()}</div>
                </Show>
                <div class="space-y-3">{members()}</div>
              </fieldset>
            </Show>
          )
        }}
      </Match>
    </Switch>
  )
}
