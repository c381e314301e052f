// One tool: what it says of itself, a form for its arguments, and what came back.
import { createSignal, onCleanup, Show } from 'solid-js'
import { formatMs } from '../../../../../format/numbers.ts'
import { visibleText } from '../../../../../format/visible-text.ts'
import { Badge } from '../../../../../ui/badge.tsx'
import { Button } from '../../../../../ui/button.tsx'
import { Checkbox, TextArea } from '../../../../../ui/field.tsx'
import { CallResult } from './call-result.tsx'
import type { CallOutcome, Inspector } from './create-inspector.ts'
import { argumentsOf, initialDraft, type Arguments } from './form/draft.ts'
import { FieldInput } from './form/field-input.tsx'
import { readInputSchema } from './form/schema-field.ts'
import type { Tool } from './mcp-session.ts'
import { SignInWait } from './sign-in-wait.tsx'

export function ToolCall(props: { inspector: Inspector; tool: Tool; serverId: string }) {
  const field = readInputSchema(props.tool.inputSchema)
  const [draft, setDraft] = createSignal(initialDraft(field))
  const [json, setJson] = createSignal<string>()
  const [errors, setErrors] = createSignal<ReadonlyMap<string, string>>(new Map())
  const [outcome, setOutcome] = createSignal<CallOutcome>()
  const [running, setRunning] = createSignal<AbortController>()
  onCleanup(() => running()?.abort())
  const takesNothing = field.kind === 'group' && field.members.length === 0

  /** For who does not see the result appear. */
  const said = () => {
    const answered = outcome()
    if (!answered) return ''
    const how =
      answered.kind === 'failed' ? answered.explanation.title : answered.result.isError ? 'Tool error' : 'OK'
    return `${how}, ${formatMs(answered.ms)}`
  }

  const readArguments = (): Arguments => {
    const text = json()
    return text === undefined ? argumentsOf(field, draft()) : argumentsOf({ kind: 'json' }, text)
  }
  const editAsJson = (isJson: boolean) => {
    const now = argumentsOf(field, draft())
    setErrors(new Map())
    setJson(isJson ? JSON.stringify(now.ok ? now.value : {}, null, 2) : undefined)
  }
  const call = async (form: HTMLFormElement) => {
    const args = readArguments()
    setErrors(args.ok ? new Map() : args.errors)
    if (!args.ok) return form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    const controller = new AbortController()
    setRunning(controller)
    setOutcome(undefined)
    const answered = await props.inspector.call(props.tool.name, args.value, controller.signal)
    if (running() !== controller) return
    setRunning(undefined)
    setOutcome(answered)
  }
  return (
    <div class="space-y-4">
      <div>
        <h3 class="font-mono text-sm font-semibold break-all">{visibleText(props.tool.name)}</h3>
        <Show when={props.tool.title}>
          {(title) => <p class="font-medium break-words">{visibleText(title())}</p>}
        </Show>
        <p class="mt-1 max-h-40 overflow-y-auto break-words whitespace-pre-wrap text-ink-soft" tabIndex={0}>
          {visibleText(props.tool.description ?? 'It says nothing about itself.')}
        </p>
        <div class="mt-2 flex flex-wrap gap-1.5 empty:hidden">
          <Show when={props.tool.annotations?.readOnlyHint}>
            <Badge tone="ok">Reads only</Badge>
          </Show>
          <Show when={!props.tool.annotations?.readOnlyHint && props.tool.annotations?.destructiveHint}>
            <Badge tone="bad">May destroy</Badge>
          </Show>
        </div>
      </div>
      <form
        class="space-y-4"
        noValidate
        aria-label={`Arguments of ${visibleText(props.tool.name)}`}
        onSubmit={(event) => {
          event.preventDefault()
          void call(event.currentTarget)
        }}
      >
        <Show
          when={json() === undefined}
          fallback={
            <TextArea
              label="Arguments as JSON"
              rows={8}
              class="font-mono text-[0.8125rem]"
              value={json() ?? ''}
              onInput={setJson}
              error={errors().get('')}
            />
          }
        >
          <Show when={!takesNothing} fallback={<p class="text-sm text-ink-soft">It takes no arguments.</p>}>
            <FieldInput
              field={field}
              label="Arguments"
              path=""
              isRequired
              isRoot
              draft={draft()}
              onChange={setDraft}
              errors={errors()}
            />
          </Show>
        </Show>
        <Show when={field.kind !== 'json'}>
          <Checkbox label="Edit as JSON" checked={json() !== undefined} onChange={editAsJson} />
        </Show>
        <div class="flex flex-wrap items-center gap-2">
          <Button type="submit" tone="primary" isBusy={running() !== undefined}>
            Call the tool
          </Button>
          <Show when={running()}>
            {(controller) => (
              <Button
                tone="quiet"
                onClick={() => {
                  controller().abort()
                }}
              >
                Cancel
              </Button>
            )}
          </Show>
          <span class="text-sm text-ink-soft">The call is real, and made as you.</span>
        </div>
      </form>
      <p role="status" class="sr-only">
        {said()}
      </p>
      <Show when={props.inspector.signIn()}>
        {(pending) => <SignInWait pending={pending()} onCancel={() => running()?.abort()} />}
      </Show>
      <Show when={outcome()} keyed>
        {(answered) => <CallResult outcome={answered} serverId={props.serverId} tool={props.tool.name} />}
      </Show>
    </div>
  )
}
