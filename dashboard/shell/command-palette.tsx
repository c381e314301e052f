// ⌘K: to any page, server, Gateway or action by typing.
import { useNavigate } from '@solidjs/router'
import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  onCleanup,
  onMount,
  Show,
} from 'solid-js'
import { visibleText } from '../format/visible-text.ts'
import { useSession } from '../session/session.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Unread } from '../ui/unread.tsx'
import { createPlaces, matchPlaces, requestPlaces, type Place } from './places.ts'

const SHOWN_MAX = 24

export function CommandPalette() {
  const navigate = useNavigate()
  const { may } = useSession()
  const listId = createUniqueId()
  const [isOpen, setOpen] = createSignal(false)
  const [text, setText] = createSignal('')
  const [active, setActive] = createSignal(0)

  onMount(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setOpen(!isOpen())
    }
    window.addEventListener('keydown', onKey)
    onCleanup(() => window.removeEventListener('keydown', onKey))
  })

  const [wasOpened, setOpened] = createSignal(false)
  createEffect(() => isOpen() && setOpened(true))
  const { places, servers, gateways } = createPlaces(wasOpened)
  const isRead = () => [servers, gateways].every((query) => !query.isLoading && !query.isLoadingError)
  const found = createMemo(() =>
    [...(may('logs.read') ? requestPlaces(text()) : []), ...matchPlaces(places(), text())].slice(
      0,
      SHOWN_MAX,
    ),
  )
  createEffect(() => {
    text()
    setActive(0)
  })
  createEffect(() => {
    if (isOpen()) document.getElementById(`${listId}-${active()}`)?.scrollIntoView({ block: 'nearest' })
  })

  const close = () => {
    setOpen(false)
    setText('')
  }
  const go = (place: Place | undefined) => {
    if (!place) return
    close()
    navigate(place.path)
  }
  const move = (step: number) => {
    const count = found().length
    if (count > 0) setActive((active() + step + count) % count)
  }

  return (
    <>
      <div class="px-3 py-2">
        <button
          type="button"
          class="flex w-full items-center justify-between rounded-md border border-line-strong px-2.5 py-1.5 text-sm text-ink-soft hover:bg-sunken"
          onClick={() => setOpen(true)}
        >
          Go to …<kbd class="font-sans text-xs">⌘K</kbd>
        </button>
      </div>
      <Dialog isOpen={isOpen()} onClose={close} title="Go to">
        <input
          type="text"
          role="combobox"
          aria-label="Search places"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found().length > 0 ? `${listId}-${active()}` : undefined}
          autocomplete="off"
          autofocus
          class="mb-3 min-h-10 w-full rounded-md border border-line-strong bg-surface px-3"
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') move(1)
            else if (event.key === 'ArrowUp') move(-1)
            else if (event.key === 'Enter') go(found()[active()])
            else return
            event.preventDefault()
          }}
        />
        <ul id={listId} role="listbox" aria-label="Places" class="max-h-80 overflow-y-auto">
          <For each={found()}>
            {(place, index) => (
              <li
                id={`${listId}-${index()}`}
                role="option"
                aria-selected={index() === active()}
                class={`flex cursor-pointer items-center gap-3 rounded-md px-3 py-2 ${index() === active() ? 'bg-accent-soft text-accent' : ''}`}
                onPointerMove={() => setActive(index())}
                onClick={() => go(place)}
              >
                <span class="min-w-0 flex-1 truncate">{visibleText(place.title)}</span>
                <span class="text-xs text-ink-soft">{place.kind}</span>
              </li>
            )}
          </For>
        </ul>
        <p role="status" class="px-3 text-ink-soft">
          <Show when={found().length === 0 && isRead()}>
            <span class="block py-2">Nothing of that name. Try another word.</span>
          </Show>
        </p>
        <div class="px-3">
          <Unread query={servers} what="the names of the servers" />
          <Unread query={gateways} what="the names of the Gateways" />
        </div>
      </Dialog>
    </>
  )
}
