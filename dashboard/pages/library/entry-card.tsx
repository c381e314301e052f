// One server of the library, and what one may do with it.
import { A, useNavigate } from '@solidjs/router'
import { useMutation } from '@tanstack/solid-query'
import { For, Match, Show, Switch } from 'solid-js'
import type { LibraryEntry } from '../../../schema/api/library.ts'
import { useLibraryWrites, type InstallOutcome } from '../../data/library.ts'
import { visibleText } from '../../format/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useToast } from '../../ui/toast.tsx'

const MODES: Readonly<Record<LibraryEntry['authMode'], string>> = {
  oauth: 'Users sign in',
  api_key: 'API key',
  none: 'Open',
}

export function EntryCard(props: { entry: LibraryEntry; onSetUp: () => void; onAsk: () => void }) {
  const { install } = useLibraryWrites()
  const navigate = useNavigate()
  const toast = useToast()
  const installation = useMutation(() => ({
    mutationFn: () => install(props.entry.id, {}),
    onSuccess: (outcome: InstallOutcome) => {
      if (outcome.state === 'needs_setup') return props.onSetUp()
      toast({ message: `${outcome.server.name} is installed. Connect a client next.` })
      navigate(`/servers/${outcome.server.id}`)
    },
    onError: (error: Error) => toast({ tone: 'bad', message: error.message }),
  }))
  return (
    <article class="flex w-full flex-col rounded-lg border border-line bg-surface p-4">
      <header class="flex items-start gap-3">
        <span
          aria-hidden="true"
          class="inline-flex size-9 shrink-0 items-center justify-center rounded-md bg-accent-soft font-semibold text-accent"
        >
          {props.entry.iconLetter}
        </span>
        <div class="min-w-0 flex-1">
          <h2 class="font-semibold break-words">{props.entry.name}</h2>
          <p class="truncate text-sm text-ink-soft" title={props.entry.publisher}>
            {props.entry.publisher}
          </p>
        </div>
        <Badge>{MODES[props.entry.authMode]}</Badge>
      </header>
      <p class="mt-2 flex-1 text-sm">{props.entry.description}</p>
      <Show when={props.entry.note}>{(note) => <p class="mt-2 text-sm text-ink-soft">{note()}</p>}</Show>
      <Show when={props.entry.installed.length > 0}>
        <p class="mt-2 text-sm">
          <Badge tone="ok">Installed</Badge>{' '}
          <For each={props.entry.installed}>
            {(server) => (
              <A href={`/servers/${server.id}`} class="mr-2 break-words text-accent underline">
                {visibleText(server.name)}
              </A>
            )}
          </For>
        </p>
      </Show>
      <footer class="mt-3 flex flex-wrap items-center justify-between gap-2">
        <a
          href={props.entry.documentationUrl}
          target="_blank"
          rel="noreferrer"
          class="text-sm text-accent underline"
          aria-label={`Documentation of ${props.entry.name}, in a new tab`}
        >
          Documentation ↗
        </a>
        <Switch>
          <Match when={props.entry.action === 'install'}>
            <Button
              isBusy={installation.isPending}
              aria-label={`Install ${props.entry.name}`}
              onClick={() => installation.mutate()}
            >
              Install
            </Button>
          </Match>
          <Match when={props.entry.action === 'set_up'}>
            <Button aria-label={`Set up ${props.entry.name}`} onClick={props.onSetUp}>
              Set up
            </Button>
          </Match>
          <Match when={props.entry.action === 'request' && props.entry.requestedByMe}>
            <Badge tone="accent">You asked for it</Badge>
          </Match>
          <Match when={props.entry.action === 'request' && props.entry.installed.length === 0}>
            <Button aria-label={`Request ${props.entry.name}`} onClick={props.onAsk}>
              Request
            </Button>
          </Match>
        </Switch>
      </footer>
    </article>
  )
}
