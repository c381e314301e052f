// No event: nobody has called yet, or none is like what was asked for.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { Button, buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { LogQueryState } from './log-query.ts'

export function EmptyLog(props: { query: LogQueryState; isFixed: boolean }) {
  const isNarrowed = () => Object.keys(props.query.chosen()).length > 0
  const isAllTime = () => Object.keys(props.query.range()).length === 0
  return (
    <Show
      when={!isNarrowed() && (isAllTime() || props.isFixed)}
      fallback={
        <EmptyState
          title="No event is like this"
          action={
            <>
              <Show when={isNarrowed()}>
                <Button onClick={props.query.clear}>Clear all filters</Button>
              </Show>
              <Show when={!isAllTime()}>
                <Button onClick={() => props.query.setPreset('all')}>Look at all that is kept</Button>
              </Show>
            </>
          }
        >
          Remove a filter or take a longer time.
        </EmptyState>
      }
    >
      <EmptyState
        title="Nothing was logged yet"
        action={
          <>
            <Show when={!isAllTime()}>
              <Button onClick={() => props.query.setPreset('all')}>Look at all that is kept</Button>
            </Show>
            <A href="/servers" class={buttonClass('primary')}>
              Connect a client
            </A>
          </>
        }
      >
        Each call and each step of a sign-in appears here as soon as a client is connected. A server's Connect
        tab says how.
      </EmptyState>
    </Show>
  )
}
