// How callers of an imported server prove themselves, where the file does not say: a look at it tells.
import { createSignal, onCleanup, Show } from 'solid-js'
import type { ProbeAnswer } from '../../../schema/api/probe.ts'
import { probeRuntime } from '../../data/probe.ts'
import { visibleText } from '../../format/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import type { Form } from '../../ui/create-form.ts'
import type { DraftValues } from './server-of-draft.ts'

const MODES = [
  { value: 'oauth', label: 'Its users sign in', hint: 'A Gateway is attached next.' },
  { value: 'api_key', label: 'With an API key' },
  { value: 'none', label: 'It asks for nothing', hint: 'Clients still need an access token of Limen.' },
] as const

export function DraftAuthField(props: {
  form: Form<DraftValues>
  runtimeUrl: string
  onLooked: (answer: ProbeAnswer) => void
}) {
  const [isBusy, setBusy] = createSignal(false)
  const [said, setSaid] = createSignal<string>()
  const cancel = new AbortController()
  onCleanup(() => cancel.abort())
  const look = async () => {
    setBusy(true)
    setSaid(undefined)
    try {
      const answer = await probeRuntime({ runtimeUrl: props.runtimeUrl }, () => undefined, cancel.signal)
      const { authModes, steps } = answer
      props.onLooked(answer)
      const mode = MODES.find(({ value }) => value === authModes[0])
      if (mode) props.form.set('authMode', mode.value)
      setSaid(
        mode ? `Found: ${mode.label}.` : (steps.at(-1)?.detail ?? 'It did not answer as an MCP server.'),
      )
    } catch (error) {
      if (!cancel.signal.aborted) setSaid(error instanceof Error ? error.message : 'No answer came.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="space-y-2">
      <ChoiceField
        legend="How is the server called?"
        value={props.form.values.authMode}
        choices={MODES}
        onChange={(mode) => props.form.set('authMode', mode)}
        error={props.form.error('authMode')}
      />
      <div class="flex flex-wrap items-center gap-3">
        <Button isBusy={isBusy()} onClick={() => void look()}>
          Look at the server
        </Button>
        <p role="status" class="min-w-0 flex-1 text-sm text-ink-soft">
          <Show when={said()}>{(text) => visibleText(text())}</Show>
        </p>
      </div>
    </div>
  )
}
