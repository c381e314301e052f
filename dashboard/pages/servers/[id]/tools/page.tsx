// The Tools tab: what the runtime offers, what of it clients see, and what waits for somebody to look at it.
import { useParams } from '@solidjs/router'
import { createMemo, createSignal, Show } from 'solid-js'
import type { ToolPolicyView } from '../../../../../schema/api/tools.ts'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useServer } from '../../../../data/servers.ts'
import { useTools } from '../../../../data/tools.ts'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { ApproveAll } from './approve-all.tsx'
import { Discovery } from './discovery.tsx'
import { FilterBar } from './filter-bar.tsx'
import { ForgetRemoved } from './forget-removed.tsx'
import { ToolDrawer } from './tool-drawer.tsx'
import { createToolFilters, matches } from './tool-filters.ts'
import { ToolTable } from './tool-table.tsx'

export default function ToolsPage() {
  const params = useParams<{ id: string }>()
  const server = useServer(() => params.id)
  return (
    <Loaded query={server}>
      {(found) => (
        <Show when={found().id} keyed>
          <Tools server={found()} />
        </Show>
      )}
    </Loaded>
  )
}

const PAGE_SIZE = 200

function Tools(props: { server: Server }) {
  const tools = useTools(() => props.server.id)
  const choice = createToolFilters()
  const [shownMax, setShownMax] = createSignal(PAGE_SIZE)
  const found = (all: readonly ToolPolicyView[]) => all.filter((tool) => matches(tool, choice.filters()))
  return (
    <div class="space-y-6">
      <Discovery server={props.server} />
      <Loaded query={tools}>
        {(all) => {
          const shown = createMemo(() => found(all()))
          return (
            <Show
              when={all().length > 0}
              fallback={
                <Card flush>
                  <EmptyState title="No tool is known yet">
                    Press “Discover now” to ask the runtime. Otherwise Limen learns them from the first list
                    that a client asks for.
                  </EmptyState>
                </Card>
              }
            >
              <Card flush>
                <FilterBar choice={choice} />
                <ApproveAll server={props.server} shown={shown()} isFiltered={choice.isFiltered()} />
                <ForgetRemoved serverId={props.server.id} tools={all()} />
                <Show
                  when={shown().length > 0}
                  fallback={
                    <EmptyState
                      title="No tool fits these filters"
                      action={<Button onClick={choice.clear}>Show all tools</Button>}
                    />
                  }
                >
                  <ToolTable
                    server={props.server}
                    tools={shown().slice(0, shownMax())}
                    onOpen={choice.setOpen}
                  />
                  <Show when={shown().length > shownMax()}>
                    <div class="border-t border-line p-3 text-center">
                      <Button onClick={() => setShownMax(shownMax() + PAGE_SIZE)}>
                        Show more ({shown().length - shownMax()} left)
                      </Button>
                    </div>
                  </Show>
                </Show>
              </Card>
            </Show>
          )
        }}
      </Loaded>
      <ToolDrawer server={props.server} name={choice.open()} onClose={() => choice.setOpen('')} />
    </div>
  )
}
