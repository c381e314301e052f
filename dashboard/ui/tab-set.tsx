// Parts of one place, one shown at a time. For parts with an URL of their own, see TabLinks.
import { Tabs } from '@kobalte/core/tabs'
import { For, type JSX } from 'solid-js'

export interface TabPart {
  id: string
  label: string
  content: () => JSX.Element
}

export function TabSet(props: {
  label: string
  parts: readonly TabPart[]
  chosen: string
  onChoose: (id: string) => void
}) {
  return (
    <Tabs value={props.chosen} onChange={props.onChoose}>
      <Tabs.List aria-label={props.label} class="flex gap-1 overflow-x-auto border-b border-line px-2">
        <For each={props.parts}>
          {(part) => (
            <Tabs.Trigger
              value={part.id}
              class="-mb-px min-h-9 border-b-2 border-transparent px-3 py-2 text-sm font-medium whitespace-nowrap text-ink-soft hover:text-ink data-selected:border-accent data-selected:text-ink"
            >
              {part.label}
            </Tabs.Trigger>
          )}
        </For>
      </Tabs.List>
      <For each={props.parts}>
        {(part) => (
          <Tabs.Content value={part.id} class="p-4">
            {part.content()}
          </Tabs.Content>
        )}
      </For>
    </Tabs>
  )
}
