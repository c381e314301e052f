import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createUniqueId, Match, Switch } from 'solid-js'
import { ApiProblem } from '../../data/api.ts'
import { acceptInvitation, inspectInvitation } from '../../data/invitations.ts'
import { ROLE_MEANINGS, ROLE_NAMES } from '../../data/permissions.ts'
import { SESSION_KEY } from '../../data/query-client.ts'
import { Moment } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Facts } from '../../ui/facts.tsx'
import { PageProblem } from '../../ui/page-problem.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { Acceptance } from './acceptance.tsx'

export function InvitationDetail(props: { token: string }) {
  const client = useQueryClient()
  // The token is no part of the key: keys are kept, and shown by tools.
  const id = createUniqueId()
  const shown = useQuery(() => ({
    queryKey: ['invitation-link', id],
    queryFn: () => inspectInvitation(props.token),
    staleTime: Infinity,
    gcTime: 0,
  }))
  const accept = useMutation(() => ({
    mutationFn: () => acceptInvitation(props.token),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: SESSION_KEY }),
  }))
  const isDead = () =>
    [shown.error, accept.error].some((one) => one instanceof ApiProblem && one.status === 404)
  return (
    <Switch fallback={<RowsSkeleton rows={3} />}>
      <Match when={accept.data}>
        {(joined) => (
          <EmptyState
            title={`Welcome. Your role is ${ROLE_NAMES[joined().member.role]}`}
            action={
              <a href="/" rel="external" class={buttonClass('primary')}>
                Go to the dashboard
              </a>
            }
          >
            {ROLE_MEANINGS[joined().member.role]}.
          </EmptyState>
        )}
      </Match>
      <Match when={isDead()}>
        <EmptyState title="This link opens nothing any more">
          It was used already, was revoked, was replaced by a newer link, or is older than 7 days. Ask whoever
          invited you for a new one.
        </EmptyState>
      </Match>
      <Match when={shown.error}>
        {(error) => <PageProblem error={error()} onRetry={() => void shown.refetch()} />}
      </Match>
      <Match when={shown.isPending ? undefined : shown.data}>
        {(invitation) => (
          <>
            <Facts
              facts={[
                {
                  name: 'Invited by',
                  value: <span class="break-all">{visibleText(invitation().invitedBy)}</span>,
                },
                { name: 'For', value: <span class="break-all">{visibleText(invitation().email)}</span> },
                {
                  name: 'Role',
                  value: (
                    <>
                      {ROLE_NAMES[invitation().role]}
                      <div class="text-sm text-ink-soft">{ROLE_MEANINGS[invitation().role]}</div>
                    </>
                  ),
                },
                { name: 'Good until', value: <Moment at={invitation().expiresAt} /> },
              ]}
            />
            <div class="border-t border-line p-4">
              <Acceptance
                email={invitation().email}
                isBusy={accept.isPending}
                error={accept.error}
                onAccept={() => accept.mutate()}
                onOtherAccount={() => {
                  if (accept.isError) accept.reset()
                }}
              />
            </div>
          </>
        )}
      </Match>
    </Switch>
  )
}
