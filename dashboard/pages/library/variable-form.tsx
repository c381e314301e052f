// Values for the {variables} in the address of a server; with them the file is read again.
import { For } from 'solid-js'
import { useMutation } from '@tanstack/solid-query'
import type { ImportNeed, ServerJsonImported } from '../../../schema/api/server-json.ts'
import { importServerJson } from '../../data/library.ts'
import { visibleText } from '../../format/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import type { Imported, TypedVariables } from './import-dialog.tsx'

export function VariableForm(props: {
  needs: readonly ImportNeed[]
  imported: Imported
  typed: TypedVariables
  runtimeUrl: string
  onReadAgain: (imported: Imported) => void
}) {
  const read = useMutation(() => ({
    mutationFn: (variables: Record<string, string>) => importServerJson(props.imported.document, variables),
    onSuccess: (result: ServerJsonImported, variables: Record<string, string>) =>
      props.onReadAgain({ ...props.imported, variables, result }),
  }))
  /** What was typed for a variable of this name, also in a file before, where this file allows it. */
  const valueOf = ({ name, choices }: ImportNeed) => {
    const text = props.typed.values[name] ?? ''
    return choices.length === 0 || choices.includes(text) ? text : ''
  }
  const submit = () => {
    const filled = props.needs.map((need) => [need.name, valueOf(need)]).filter(([, text]) => text !== '')
    read.mutate({ ...props.imported.variables, ...Object.fromEntries(filled) })
  }
  return (
    <form
      class="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p class="text-sm">
        Its address has parts that only you know:{' '}
        <code class="font-mono text-[0.8125rem] break-all">{visibleText(props.runtimeUrl)}</code>
      </p>
      <For each={props.needs}>
        {(need) =>
          need.choices.length > 0 ? (
            <SelectField
              label={need.name}
              hint={visibleText(need.message)}
              value={valueOf(need)}
              options={[
                { value: '', label: 'Choose' },
                ...need.choices.map((value) => ({ value, label: visibleText(value) })),
              ]}
              onChange={(text) => props.typed.set(need.name, text)}
            />
          ) : (
            <TextField
              label={need.name}
              hint={visibleText(need.message)}
              value={valueOf(need)}
              onInput={(text) => props.typed.set(need.name, text)}
            />
          )
        }
      </For>
      {read.error && (
        <p role="alert" class="text-bad">
          {read.error.message}
        </p>
      )}
      <Button type="submit" tone="primary" isBusy={read.isPending}>
        Fill in
      </Button>
    </form>
  )
}
