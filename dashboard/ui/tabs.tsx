// Tabs that are links: each has its URL, so that Back works and a tab can be shared.
import { A, useLocation } from '@solidjs/router'
import { createEffect, createSignal, For, on, type JSX } from 'solid-js'
import { visible, visibleText } from '../format/visible-text.ts'

export interface Tab {
  href: string
  label: JSX.Element
}

export function TabLinks(props: { label: string; tabs: readonly Tab[] }) {
  const location = useLocation()
  const [nav, setNav] = createSignal<HTMLElement>()
  // On narrow screens the tab one is on may lie outside of what is seen.
  createEffect(
    on([nav, () => location.pathname], ([element]) =>
      queueMicrotask(() =>
        element
          ?.querySelector('[aria-current="page"]')
          ?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
      ),
    ),
  )
  return (
    <nav ref={setNav} aria-label={visibleText(props.label)} class="mb-6 overflow-x-auto border-b border-line">
      <ul class="flex gap-1">
        <For each={props.tabs}>
          {(tab) => (
            <li>
              <A
                href={tab.href}
                end
                activeClass="border-accent text-ink"
                inactiveClass="border-transparent text-ink-soft hover:text-ink"
                class="-mb-px inline-block border-b-2 px-3 py-2 text-sm font-medium whitespace-nowrap"
              >
                {visible(tab.label)}
              </A>
            </li>
          )}
        </For>
      </ul>
    </nav>
  )
}
