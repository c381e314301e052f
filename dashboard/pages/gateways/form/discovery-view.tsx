// What was found while the URL was typed, and the way on where nothing was.
import { Match, Show, Switch } from 'solid-js'
import { visibleText } from '../../../format/visible-text.ts'
import { Button, Spinner } from '../../../ui/button.tsx'
import { Fold } from '../../../ui/fold.tsx'
import type { Discovery } from './create-discovery.ts'
import { FindingList } from './finding-list.tsx'
import { MetadataFacts } from './metadata-facts.tsx'

export function DiscoveryView(props: { discovery: Discovery; onEnterByHand: () => void }) {
  const report = () => props.discovery.answer()?.report
  const hasFault = () => props.discovery.findings().some(({ level }) => level === 'error')
  const beside = () => props.discovery.findings().filter(({ field }) => !field?.startsWith('endpoints.'))
  return (
    <div aria-live="polite">
      <Switch>
        <Match when={props.discovery.isBusy()}>
          <p class="mt-2 flex items-center gap-2 text-sm text-ink-soft">
            <Spinner /> Asking the authorization server what it is…
          </p>
        </Match>
        <Match when={props.discovery.isWaiting()}>
          <p class="mt-2 flex flex-wrap items-center gap-2 text-sm text-ink-soft">
            This URL came with the link. Check it, then:
            <Button onClick={props.discovery.retry}>Ask the authorization server</Button>
          </p>
        </Match>
        <Match when={props.discovery.problem()}>
          {(message) => (
            <p class="mt-2 text-sm text-bad">
              {visibleText(message())}{' '}
              <Button tone="quiet" onClick={props.discovery.retry}>
                Try again
              </Button>
            </p>
          )}
        </Match>
        <Match when={report()}>
          {(found) => (
            <>
              <Show when={!hasFault()}>
                <p class="mt-2 text-sm font-medium text-ok">✓ Found. It can be used as it is.</p>
              </Show>
              <FindingList findings={beside()} />
              <Show when={hasFault()}>
                <div class="mt-2 flex flex-wrap gap-2">
                  <Button onClick={props.discovery.retry}>Ask again</Button>
                  <Button onClick={props.onEnterByHand}>Enter the endpoints by hand</Button>
                </div>
              </Show>
              <Show when={found().metadata}>
                {(metadata) => (
                  <div class="mt-3">
                    <Fold title="What was found">
                      <div class="-m-4">
                        <MetadataFacts metadata={metadata()} url={found().url} />
                      </div>
                    </Fold>
                  </div>
                )}
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  )
}
