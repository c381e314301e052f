// The tools that the server listed for this very sign-in, and the one that is tried.
import { createSignal, For, onMount, Show } from 'solid-js'
import { visibleText } from '../../../../../format/visible-text.ts'
import { TextField } from '../../../../../ui/field.tsx'
import type { Inspector } from './create-inspector.ts'
import { ToolCall } from './tool-call.tsx'

export function ToolBench(props: { inspector: Inspector; serverId: string }) {
  const [search, setSearch] = createSignal('')
  const [chosen, setChosen] = createSignal<string>()
  const found = () => {
    const words = search().trim().toLowerCase()
    return props.inspector
      .tools()
      .filter(({ name, title }) => `${name} ${title ?? ''}`.toLowerCase().includes(words))
  }
  const tool = () => props.inspector.tools().find(({ name }) => name === chosen())
  return (
    <div class="grid lg:grid-cols-[18rem_minmax(0,1fr)]">
      <div class="min-w-0 border-b border-line p-3 lg:border-r lg:border-b-0">
        <Show when={props.inspector.tools().length > 8}>
          <div class="mb-2">
            <TextField label="Find a tool" type="search" value={search()} onInput={setSearch} />
          </div>
        </Show>
        <ul
          ref={(list) => onMount(() => list.focus({ preventScroll: true }))}
          tabIndex={-1}
          aria-label="Tools of this server"
          class="max-h-[28rem] space-y-0.5 overflow-y-auto"
        >
          <For
            each={found()}
            fallback={
              <li class="px-2 py-3 text-sm text-ink-soft">
                {search() === ''
                  ? 'The server lists no tool for you. See which are enabled under Tools.'
                  : 'No tool is called like this.'}
              </li>
            }
          >
            {(one) => (
              <li>
                <button
                  type="button"
                  aria-pressed={one.name === chosen()}
                  title={visibleText(one.name)}
                  class={`w-full rounded-md px-2.5 py-1.5 text-left ${one.name === chosen() ? 'bg-accent-soft text-accent' : 'hover:bg-sunken'}`}
                  onClick={() => setChosen(one.name)}
                >
                  <span class="block truncate font-mono text-[0.8125rem]">{visibleText(one.name)}</span>
                  <Show when={one.title}>
                    {(title) => (
                      <span class="block truncate text-sm text-ink-soft">{visibleText(title())}</span>
                    )}
                  </Show>
                </button>
              </li>
            )}
          </For>
        </ul>
      </div>
      <div class="min-w-0 p-4">
        <Show when={tool()} keyed fallback={<p class="text-ink-soft">Choose a tool to try it.</p>}>
          {(one) => <ToolCall inspector={props.inspector} tool={one} serverId={props.serverId} />}
        </Show>
      </div>
    </div>
  )
}
