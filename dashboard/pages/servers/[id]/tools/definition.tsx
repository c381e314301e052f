// The definition that is pinned, as the runtime wrote it.
import { For, Show } from 'solid-js'
import type { ToolDetail } from '../../../../../schema/api/tools.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { CodeBlock } from '../../../../ui/code-block.tsx'
import { CopyField } from '../../../../ui/copy-button.tsx'

const PARTS = [
  { key: 'inputSchema', label: 'Input schema' },
  { key: 'outputSchema', label: 'Output schema' },
  { key: 'annotations', label: 'Annotations' },
] as const

export function Definition(props: { tool: ToolDetail }) {
  const parts = () =>
    PARTS.flatMap(({ key, label }) => {
      const part = props.tool.definition?.[key]
      return part === undefined ? [] : [{ label, text: pretty(part) }]
    })
  return (
    <section aria-label="Definition" class="space-y-4">
      <h3 class="text-sm font-semibold">
        {props.tool.change ? 'Definition, before the change' : 'Definition'}
      </h3>
      <Show
        when={props.tool.definition}
        fallback={
          <p class="text-sm text-ink-soft">
            {props.tool.catalogue
              ? 'It is too large to be kept; its hash still holds.'
              : 'The runtime was never seen to have this tool.'}
          </p>
        }
      >
        {(definition) => (
          <>
            <For each={parts()}>{(part) => <CodeBlock label={part.label} text={part.text} />}</For>
            <details>
              <summary class="text-sm font-medium">The whole definition</summary>
              <div class="mt-2">
                <CodeBlock isTall label="Definition as JSON" text={pretty(definition())} />
              </div>
            </details>
          </>
        )}
      </Show>
      <Show when={props.tool.catalogue}>
        {(seen) => <CopyField label="Hash of the pinned definition" value={seen().hash} />}
      </Show>
    </section>
  )
}

function pretty(value: unknown): string {
  return visibleText(JSON.stringify(value, null, 2))
}
