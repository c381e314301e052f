// The log with its filters, live tail and details. `fixed` narrows it for a page about one server, agent or user.
import { useQueryClient } from '@tanstack/solid-query'
import { createMemo, createSignal, onCleanup, onMount, Show } from 'solid-js'
import type { LogEvent } from '../../../schema/api/logs.ts'
import { LOG_FILTERS, useLogs, type LogFilters } from '../../data/logs.ts'
import { readyData } from '../../data/ready-data.ts'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { EmptyLog } from './empty-log.tsx'
import { EventDrawer } from './event-drawer.tsx'
import { FilterChips } from './filter-chips.tsx'
import { FilterFields } from './filter-fields.tsx'
import { GapWarning } from './gap-warning.tsx'
import { LiveBar } from './live-bar.tsx'
import { createLiveTail } from './live-tail.ts'
import { createLogNames } from './log-names.ts'
import { createLogQuery } from './log-query.ts'
import { LogTable } from './log-table.tsx'

const NEAR_TOP_PX = 120

export function LogBrowser(props: { fixed?: LogFilters }) {
  const client = useQueryClient()
  const fixed = () => props.fixed ?? {}
  const fixedNames = () => LOG_FILTERS.filter((name) => fixed()[name] !== undefined)
  const query = createLogQuery(fixed)
  const names = createLogNames()
  const logs = useLogs(query.filters, query.range)
  const loaded = createMemo<readonly LogEvent[]>(
    () => readyData(logs)?.pages.flatMap(({ events }) => events) ?? [],
  )
  const isNearTop = createNearTop()
  const tail = createLiveTail({
    isOn: query.isLive,
    filters: query.filters,
    shown: loaded,
    isReading: () => !isNearTop() || query.eventId() !== undefined,
  })
  const events = createMemo(() => [...tail.fresh(), ...loaded()])
  const refresh = () => {
    tail.forget()
    void client.resetQueries({ queryKey: ['logs', query.filters(), query.range()] })
  }
  return (
    <div class="space-y-4">
      <FilterFields query={query} fixed={fixedNames()} events={events()} />
      <FilterChips query={query} names={names} />
      <GapWarning />
      <LiveBar query={query} tail={tail} isBusy={logs.isFetching} onRefresh={refresh} />
      <Card flush>
        <Loaded query={logs}>
          {() => (
            <Show
              when={events().length > 0}
              fallback={<EmptyLog query={query} isFixed={fixedNames().length > 0} />}
            >
              <LogTable
                events={events()}
                names={names}
                hrefOf={({ id }) => query.hrefWith({ event: id })}
                without={fixed().serverId === undefined ? [] : ['server']}
              />
              <MoreButton query={logs} />
            </Show>
          )}
        </Loaded>
      </Card>
      <EventDrawer query={query} names={names} events={events()} fixed={fixedNames()} />
    </div>
  )
}

/** Whether the beginning of the page is in sight. */
function createNearTop(): () => boolean {
  const [isNear, setNear] = createSignal(true)
  onMount(() => {
    const onScroll = () => setNear(window.scrollY < NEAR_TOP_PX)
    onScroll()
    window.addEventListener('scroll', onScroll, { passive: true })
    onCleanup(() => window.removeEventListener('scroll', onScroll))
  })
  return isNear
}
