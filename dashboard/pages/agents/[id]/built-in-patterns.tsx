import { For, Show } from 'solid-js'
import type { Agent } from '../../../../schema/api/agents.ts'
import { Facts } from '../../../ui/facts.tsx'

/** What Limen knows of a predefined agent; below it stands what this deployment adds. */
export function BuiltInPatterns(props: { agent: Agent }) {
  const texts = (values: readonly string[]) => (
    <Show when={values.length > 0} fallback={<span class="text-ink-soft">None</span>}>
      <ul>
        <For each={values}>{(value) => <li class="font-mono text-[0.8125rem] break-all">{value}</li>}</For>
      </ul>
    </Show>
  )
  return (
    <Show when={props.agent.builtIn}>
      {(builtIn) => (
        <div class="mb-5 space-y-2">
          <h3 class="text-sm font-semibold">Known to Limen</h3>
          <div class="rounded-md border border-line">
            <Facts
              facts={[
                { name: 'OAuth client ids', value: texts(builtIn().clientIds) },
                { name: 'Client metadata URLs that begin with', value: texts(builtIn().clientUrlPrefixes) },
                { name: 'Keywords', value: texts(builtIn().keywords) },
              ]}
            />
          </div>
          <h3 class="pt-3 text-sm font-semibold">Added here</h3>
        </div>
      )}
    </Show>
  )
}
