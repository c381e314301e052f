// Users whom this Gateway refuses, and the way back.
import { useMutation } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import { useBlockedUsers, useGrantWrites, type UserBlock } from '../../../../data/grants.ts'
import { Ago } from '../../../../format/moment.tsx'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { DataTable } from '../../../../ui/data-table.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { RowsSkeleton } from '../../../../ui/skeleton.tsx'
import { useToast } from '../../../../ui/toast.tsx'

export function BlockedUsersCard(props: { gatewayId: string }) {
  const blocked = useBlockedUsers(() => props.gatewayId)
  const { may } = useSession()
  const { unblockUser } = useGrantWrites()
  const toast = useToast()
  const unblock = useMutation(() => ({
    mutationFn: (user: UserBlock) => unblockUser(user),
    onSuccess: () => toast({ message: 'The user may sign in again, within 10 s everywhere.' }),
    onError: (error: Error) => toast({ tone: 'bad', message: error.message }),
  }))
  return (
    <Card title="Blocked users" description="Refused here, whatever client they come with." flush>
      <Loaded query={blocked} skeleton={<RowsSkeleton rows={1} />}>
        {(found) => (
          <Show
            when={found().users.length > 0}
            fallback={<p class="px-4 py-3 text-ink-soft">Nobody. Open a grant above to block its user.</p>}
          >
            <DataTable
              label="Blocked users"
              rows={found().users}
              columns={[
                {
                  title: 'Subject',
                  cell: ({ userSubject, userIssuer }) => (
                    <>
                      <div class="font-mono text-[0.8125rem] break-all">{visibleText(userSubject)}</div>
                      <div class="break-all text-ink-soft">{visibleText(userIssuer)}</div>
                    </>
                  ),
                },
                { title: 'Blocked', cell: ({ blockedAt }) => <Ago at={blockedAt} /> },
                { title: 'By', isExtra: true, cell: ({ actor }) => actor },
                {
                  title: 'Actions',
                  cell: ({ userIssuer, userSubject }) =>
                    may('access.configure') && (
                      <Button
                        isBusy={unblock.isPending && unblock.variables?.userSubject === userSubject}
                        aria-label={`Unblock ${visibleText(userSubject)}`}
                        onClick={() =>
                          unblock.mutate({ gatewayId: props.gatewayId, userIssuer, userSubject })
                        }
                      >
                        Unblock
                      </Button>
                    ),
                },
              ]}
            />
          </Show>
        )}
      </Loaded>
    </Card>
  )
}
