// An entry that needs nothing more: what it would add, and the click that adds it.
import { A } from '@solidjs/router'
import { useMutation } from '@tanstack/solid-query'
import { For, Show } from 'solid-js'
import type { LibraryEntry } from '../../../schema/api/library.ts'
import type { Server } from '../../../schema/api/servers.ts'
import type { InstallBody, InstallOutcome } from '../../data/library.ts'
import { problemText } from '../../data/problem-text.ts'
import { visibleText } from '../../format/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { checkInstalled } from './check-installed.ts'

export function InstallStep(props: {
  entry: LibraryEntry
  submit: (body: InstallBody) => Promise<InstallOutcome>
  onInstalled: (server: Server) => void
}) {
  const installation = useMutation(() => ({
    mutationFn: async () => checkInstalled(await props.submit({})),
    onSuccess: (outcome: InstallOutcome) =>
      outcome.state === 'installed' && props.onInstalled(outcome.server),
  }))
  return (
    <div class="space-y-4">
      <p>{props.entry.description}</p>
      <div class="rounded-md border border-line">
        <Facts
          facts={[
            { name: 'Publisher', value: props.entry.publisher },
            {
              name: 'Its MCP endpoint',
              value: <code class="font-mono text-[0.8125rem] break-all">{props.entry.url}</code>,
            },
            { name: 'It asks for', value: 'Nothing: no key and no sign-in' },
          ]}
        />
      </div>
      <Show when={props.entry.installed.length > 0}>
        <p class="text-ink-soft">
          Installed already:{' '}
          <For each={props.entry.installed}>
            {({ id, name }) => (
              <A href={`/servers/${id}`} class="mr-2 break-words text-accent underline">
                {visibleText(name)}
              </A>
            )}
          </For>
        </p>
      </Show>
      <Show when={problemText(installation.error)}>
        {(message) => (
          <p role="alert" class="text-bad">
            {message()}
          </p>
        )}
      </Show>
      <div class="flex justify-end">
        <Button tone="primary" isBusy={installation.isPending} onClick={() => installation.mutate()}>
          Install
        </Button>
      </div>
    </div>
  )
}
