// Who asked for what, when and why; approved by installing it, or dismissed with a reason.
import { useSearchParams } from '@solidjs/router'
import { useMutation } from '@tanstack/solid-query'
import { createSignal, For, Show } from 'solid-js'
import type { InstallRequest } from '../../../../schema/api/requests.ts'
import {
  useRequests,
  useRequestWrites,
  type ApproveOutcome,
  type RequestState,
} from '../../../data/library-requests.ts'
import { readyData } from '../../../data/ready-data.ts'
import { Card } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { SelectField } from '../../../ui/field.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { SetupDialog } from '../setup-dialog.tsx'
import { DismissDialog } from './dismiss-dialog.tsx'
import { RequestItem } from './request-item.tsx'
import { REQUEST_STATES } from './request-state.tsx'

const STATES: readonly RequestState[] = ['open', 'installed', 'dismissed']

export function AllRequests() {
  const [query, setQuery] = useSearchParams<{ state?: string }>()
  // The open ones are what there is to do.
  const state = () =>
    query.state === 'all' ? undefined : (STATES.find((one) => one === query.state) ?? 'open')
  const requests = useRequests(state)
  const { approve } = useRequestWrites()
  const toast = useToast()
  const [approved, setApproved] = createSignal<InstallRequest>()
  // Where nothing more is needed this installs it; else the dialog asks for the rest.
  const approval = useMutation(() => ({
    mutationFn: (request: InstallRequest) => approve(request.id, { lookUp: false }),
    onSuccess: (outcome: ApproveOutcome, request: InstallRequest) => {
      if (outcome.state === 'needs_setup') setApproved(request)
      else toast({ message: `${outcome.server.name} is installed. Everybody who asked sees it.` })
    },
    onError: (error: Error) => toast({ tone: 'bad', message: error.message }),
  }))
  const [dismissed, setDismissed] = createSignal<InstallRequest>()
  const all = () => (readyData(requests)?.pages ?? []).flatMap((page) => page.requests)
  return (
    <Card
      title="All requests"
      description={`${readyData(requests)?.pages[0]?.openCount ?? 0} open`}
      actions={
        <div class="w-40">
          <SelectField
            label="State"
            value={state() ?? 'all'}
            options={[
              ...STATES.map((value) => ({ value, label: REQUEST_STATES[value].label })),
              { value: 'all', label: 'All' },
            ]}
            onChange={(value) => setQuery({ state: value === 'open' ? undefined : value })}
          />
        </div>
      }
      flush
    >
      <Loaded query={requests}>
        {() => (
          <Show
            when={all().length > 0}
            fallback={
              <EmptyState title={state() === 'open' ? 'No open request' : 'No request'}>
                Members without the permission library.install ask here, from a server’s card in the library.
              </EmptyState>
            }
          >
            <ul class="divide-y divide-line">
              <For each={all()}>
                {(request) => (
                  <RequestItem
                    request={request}
                    isBusy={approval.isPending && approval.variables?.id === request.id}
                    onApprove={() => approval.mutate(request)}
                    onDismiss={() => setDismissed(request)}
                  />
                )}
              </For>
            </ul>
            <MoreButton query={requests} />
          </Show>
        )}
      </Loaded>
      <Show when={approved()} keyed>
        {(request) => (
          <SetupDialog
            entryId={request.entryId}
            name={request.entryName}
            gatewayId={undefined}
            onClose={() => setApproved(undefined)}
            submit={(_entryId, body) => approve(request.id, body)}
          />
        )}
      </Show>
      <DismissDialog request={dismissed()} onClose={() => setDismissed(undefined)} />
    </Card>
  )
}
