// What was read: the ways to reach the server, what cannot be used, and what was not understood.
import { createSignal, For, Show } from 'solid-js'
import { visibleText } from '../../format/visible-text.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Fold } from '../../ui/fold.tsx'
import { DraftForm } from './draft-form.tsx'
import type { Imported } from './import-dialog.tsx'
import { VariableForm } from './variable-form.tsx'

export function ImportedView(props: { imported: Imported; onReadAgain: (imported: Imported) => void }) {
  const result = () => props.imported.result
  const [path, setPath] = createSignal(result().drafts[0]?.path ?? '')
  const draft = () => result().drafts.find((one) => one.path === path())
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
            value={path()}
            choices={result().drafts.map((one) => ({ value: one.path, label: visibleText(one.runtimeUrl) }))}
            onChange={setPath}
          />
        </Show>
        <Show when={draft()} keyed>
          {(chosen) => (
            <Show when={variables().length > 0} fallback={<DraftForm draft={chosen} />}>
              <VariableForm
                needs={variables()}
                imported={props.imported}
                runtimeUrl={chosen.runtimeUrl}
                onReadAgain={props.onReadAgain}
              />
            </Show>
          )}
        </Show>
      </Show>
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
