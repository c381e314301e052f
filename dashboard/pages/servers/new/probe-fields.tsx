// Where the runtime is, and what it must be told to answer at all.
import { Show } from 'solid-js'
import { Button } from '../../../ui/button.tsx'
import { SelectField, TextField } from '../../../ui/field.tsx'
import { Fold } from '../../../ui/fold.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import { HEADER_PRESETS, type ServerForm } from './create-server-form.ts'

const PRESETS = [
  { value: 'default', label: 'x-gateway-worker-secret (default)' },
  { value: 'emcy', label: 'x-emcy-worker-secret (preset emcy)' },
] as const

export function ProbeFields(props: {
  form: ServerForm
  error: (field: string) => string | undefined
  isBusy: boolean
  onLook: () => void
  /** Undefined where the fields below are there already. */
  onByHand: (() => void) | undefined
}) {
  const errorOf = (field: string) => props.error(field) ?? props.form.error(field)
  return (
    <form
      class="space-y-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        props.onLook()
      }}
    >
      <TextField
        label="Runtime URL"
        type="url"
        inputMode="url"
        autofocus
        placeholder="https://runtime.example.com/mcp"
        hint="The MCP endpoint of the process that really executes the tools."
        value={props.form.values.runtimeUrl}
        onInput={(text) => props.form.set('runtimeUrl', text)}
        error={errorOf('runtimeUrl')}
      />
      <Fold
        title="Worker secret"
        description="For runtimes of your own"
        isOpenWhen={errorOf('workerSecret') !== undefined}
      >
        <SecretField
          label="Worker secret"
          canGenerate
          hint="Limen sends it with every call, and your runtime refuses calls without it. Give the same value to the runtime; it is not shown again. Leave it empty for a runtime of somebody else."
          value={props.form.values.workerSecret}
          onInput={(text) => props.form.set('workerSecret', text)}
          error={errorOf('workerSecret')}
        />
        <SelectField
          label="Sent in the header"
          value={props.form.values.headerPreset}
          options={PRESETS}
          onChange={(value) => {
            const preset = value === 'emcy' ? 'emcy' : 'default'
            props.form.set({ headerPreset: preset, workerSecretHeader: HEADER_PRESETS[preset] })
          }}
        />
      </Fold>
      <div class="flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          tone={props.onByHand ? 'primary' : 'plain'}
          isBusy={props.isBusy}
          disabled={props.form.values.runtimeUrl.trim() === ''}
        >
          {props.onByHand ? 'Look at the runtime' : 'Look again'}
        </Button>
        <Show when={props.onByHand}>
          {(byHand) => (
            <Button tone="quiet" onClick={() => byHand()()}>
              Enter everything by hand
            </Button>
          )}
        </Show>
      </div>
    </form>
  )
}
