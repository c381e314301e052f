// Who changed what, when; before and after. Filters and the open change are in the URL.
import { A } from '@solidjs/router'
import { createMemo, Show } from 'solid-js'
import type { AuditEvent } from '../../../schema/api/logs.ts'
import { useAudit } from '../../data/audit.ts'
import { readyData } from '../../data/ready-data.ts'
import { Permitted } from '../../session/permitted.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { createLogNames } from '../logs/log-names.ts'
import { AuditDrawer } from './audit-drawer.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { createAuditQuery } from './audit-query.ts'
import { ChangeTable } from './change-table.tsx'

export default function AuditPage() {
  return (
    <Permitted permission="audit.read" title="Audit">
      <Audit />
    </Permitted>
  )
}

function Audit() {
  const query = createAuditQuery()
  const names = createLogNames()
  const audit = useAudit(query.filters, query.range)
  const events = createMemo<readonly AuditEvent[]>(
    () => readyData(audit)?.pages.flatMap((page) => page.events) ?? [],
  )
  return (
    <>
      <PageHeader
        title="Audit"
        description="Who changed what, and when. Secrets are never in it; it says only whether one is set."
      />
      <div class="space-y-4">
        <AuditFilters query={query} events={events()} />
        <Show when={query.filters().resourceKind === 'gateway'}>
          <p class="text-sm text-ink-soft">
            Orders that end the grants of a user or a client at all Gateways stand under that user or client,
            not here.{' '}
            <A href="/audit?action=grants.revoked" class="text-accent underline">
              Show all orders that end grants
            </A>
          </p>
        </Show>
        <Card flush>
          <Loaded query={audit}>
            {() => (
              <Show
                when={events().length > 0}
                fallback={<NoChange isNarrowed={query.isNarrowed()} onClear={query.clear} />}
              >
                <ChangeTable
                  events={events()}
                  names={names}
                  hrefOf={({ id }) => query.hrefWith({ event: id })}
                />
                <MoreButton query={audit} />
              </Show>
            )}
          </Loaded>
        </Card>
      </div>
      <AuditDrawer
        id={query.eventId()}
        events={events()}
        hrefWith={query.hrefWith}
        onClose={query.closeEvent}
      />
    </>
  )
}

function NoChange(props: { isNarrowed: boolean; onClear: () => void }) {
  return (
    <EmptyState
      title={props.isNarrowed ? 'No change is like this' : 'Nothing was changed yet'}
      action={props.isNarrowed && <Button onClick={() => props.onClear()}>Clear all filters</Button>}
    >
      {props.isNarrowed
        ? 'Remove a filter or take a longer time.'
        : 'Every change that an admin makes, and every sign-in, appears here.'}
    </EmptyState>
  )
}
