// What was read: the ways to reach the server, what cannot be used, and what was not understood.
import { createSignal, For, Show } from 'solid-js'
import { visibleText } from '../../format/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Fold } from '../../ui/fold.tsx'
import { DraftForm } from './draft-form.tsx'
import type { Imported, TypedVariables } from './import-dialog.tsx'
import { VariableForm } from './variable-form.tsx'

/** Where one goes from the draft that is open: to another address, or to another file. */
type Step = { path: string } | 'another file'

export function ImportedView(props: {
  imported: Imported
  typed: TypedVariables
  onReadAgain: (imported: Imported) => void
  onReadAnother: () => void
  onAdded: () => void
}) {
  const result = () => props.imported.result
  const [path, setPath] = createSignal(result().drafts[0]?.path ?? '')
  const draft = () => result().drafts.find((one) => one.path === path())
  const [isDirty, setDirty] = createSignal(false)
  const [asked, setAsked] = createSignal<Step>()
  const take = (step: Step) => {
    setAsked(undefined)
    if (step === 'another file') props.onReadAnother()
    else setPath(step.path)
  }
  /** What was typed for one server is not for another. */
  const go = (step: Step) => (isDirty() ? setAsked(() => step) : take(step))
  const shownPath = () => {
    const step = asked()
    return step === undefined || step === 'another file' ? path() : step.path
  }
  const variables = () => draft()?.needs.filter(({ kind }) => kind === 'variable') ?? []
  return (
    <div class="space-y-5">
      <div>
        <p class="font-semibold break-words">{visibleText(result().title ?? result().name)}</p>
        <p class="text-sm break-all text-ink-soft">
          {visibleText(`${result().name}, version ${result().version}`)}
        </p>
      </div>
      <Report title="Not understood, and without effect" items={result().unknownFields} isOpen />
      <Report
        title="Cannot be used"
        items={result().unusable.map(({ what, reason }) => `${what}: ${reason}`)}
        isOpen={result().drafts.length === 0}
      />
      <Report title="Worth knowing" items={result().warnings.map(({ message }) => message)} isOpen={false} />
      <Show
        when={result().drafts.length > 0}
        fallback={<p>Nothing in it can be reached by a gateway, so no server can be made of it.</p>}
      >
        <Show when={result().drafts.length > 1}>
          <ChoiceField
            legend="Which address?"
            value={shownPath()}
            choices={result().drafts.map((one) => ({ value: one.path, label: visibleText(one.runtimeUrl) }))}
            onChange={(chosen) => go({ path: chosen })}
          />
        </Show>
        <Show when={draft()} keyed>
          {(chosen) => (
            <Show
              when={variables().length > 0}
              fallback={<DraftForm draft={chosen} onDirty={setDirty} onAdded={props.onAdded} />}
            >
              <VariableForm
                needs={variables()}
                imported={props.imported}
                typed={props.typed}
                runtimeUrl={chosen.runtimeUrl}
                onReadAgain={props.onReadAgain}
              />
            </Show>
          )}
        </Show>
      </Show>
      <Button tone="quiet" onClick={() => go('another file')}>
        Read another file
      </Button>
      <ConfirmDialog
        isOpen={asked() !== undefined}
        onClose={() => setAsked(undefined)}
        title="Leave without saving?"
        action="Leave"
        onConfirm={() => {
          const step = asked()
          if (step) take(step)
        }}
      >
        What you typed for this server is not saved yet.
      </ConfirmDialog>
    </div>
  )
}

function Report(props: { title: string; items: readonly string[]; isOpen: boolean }) {
  return (
    <Show when={props.items.length > 0}>
      <Fold title={props.title} description={`${props.items.length}`} isOpenWhen={props.isOpen}>
        <ul class="list-disc space-y-1 pl-5 text-sm">
          <For each={props.items}>{(item) => <li class="break-words">{visibleText(item)}</li>}</For>
        </ul>
      </Fold>
    </Show>
  )
}
