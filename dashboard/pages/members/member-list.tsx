import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Member } from '../../../schema/api/members.ts'
import { useMembers } from '../../data/members.ts'
import { ROLE_NAMES } from '../../data/permissions.ts'
import { Ago } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'

export function MemberList() {
  const { session } = useSession()
  const members = useMembers()
  const columns: readonly Column<Member>[] = [
    {
      title: 'Person',
      cell: ({ id, displayName, email }) => (
        <div class="max-w-44 min-w-32 sm:max-w-72">
          <div class="flex items-center gap-2">
            <span class="truncate font-medium" title={visibleText(displayName ?? email)}>
              {visibleText(displayName ?? email)}
            </span>
            <Show when={id === session().id}>
              <Badge tone="accent">You</Badge>
            </Show>
          </div>
          <Show when={displayName}>
            <div class="truncate text-ink-soft" title={visibleText(email)}>
              {visibleText(email)}
            </div>
          </Show>
        </div>
      ),
    },
    { title: 'Role', cell: ({ role }) => <Badge>{ROLE_NAMES[role]}</Badge> },
    {
      title: 'Last sign-in',
      isExtra: true,
      cell: ({ lastSignInAt }) => (
        <Show when={lastSignInAt} fallback={<span class="text-ink-soft">never</span>}>
          {(at) => <Ago at={at()} />}
        </Show>
      ),
    },
    { title: 'Member since', isExtra: true, cell: ({ createdAt }) => <Ago at={createdAt} /> },
    {
      title: 'Actions',
      cell: ({ id, email }) => (
        <A
          href={`/members?member=${id}`}
          noScroll
          class={`${buttonClass('quiet')} -my-1.5 -ml-3`}
          aria-label={`Manage ${visibleText(email)}`}
        >
          Manage
        </A>
      ),
    },
  ]
  return (
    <Card title="Members" flush>
      <Loaded query={members}>
        {(data) => {
          const rows = () => data().pages.flatMap((page) => page.members)
          return (
            <Show
              when={rows().length > 0}
              fallback={
                <EmptyState title="Nobody yet">
                  Invite the first Owner; they sign in with the address that you invite.
                </EmptyState>
              }
            >
              <DataTable label="Members" rows={rows()} columns={columns} />
              <MoreButton query={members} />
            </Show>
          )
        }}
      </Loaded>
    </Card>
  )
}
