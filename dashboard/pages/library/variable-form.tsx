// Values for the {variables} in the address of a server; with them the file is read again.
import { For } from 'solid-js'
import { createStore } from 'solid-js/store'
import { useMutation } from '@tanstack/solid-query'
import type { ImportNeed, ServerJsonImported } from '../../../schema/api/server-json.ts'
import { importServerJson } from '../../data/library.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { UnsavedGuard } from '../../ui/unsaved-guard.tsx'
import type { Imported } from './import-dialog.tsx'

export function VariableForm(props: {
  needs: readonly ImportNeed[]
  imported: Imported
  runtimeUrl: string
  onReadAgain: (imported: Imported) => void
}) {
  const [values, setValues] = createStore<Record<string, string>>({})
  const read = useMutation(() => ({
    mutationFn: (variables: Record<string, string>) => importServerJson(props.imported.document, variables),
    onSuccess: (result: ServerJsonImported, variables: Record<string, string>) =>
      props.onReadAgain({ ...props.imported, variables, result }),
  }))
  const submit = () => {
    const filled = Object.entries(values).filter(([, text]) => text !== '')
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
      <UnsavedGuard isDirty={Object.values(values).some((text) => text !== '')} />
      <p class="text-sm">
        Its address has parts that only you know:{' '}
        <code class="font-mono text-[0.8125rem] break-all">{props.runtimeUrl}</code>
      </p>
      <For each={props.needs}>
        {(need) =>
          need.choices.length > 0 ? (
            <SelectField
              label={need.name}
              hint={need.message}
              value={values[need.name] ?? ''}
              options={[
                { value: '', label: 'Choose' },
                ...need.choices.map((value) => ({ value, label: value })),
              ]}
              onChange={(value) => setValues(need.name, value)}
            />
          ) : (
            <TextField
              label={need.name}
              hint={need.message}
              value={values[need.name] ?? ''}
              onInput={(value) => setValues(need.name, value)}
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
