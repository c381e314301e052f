import { useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { Invitation } from '../../../schema/api/invitations.ts'
import { useInvitations } from '../../data/invitations.ts'
import { ROLE_NAMES } from '../../data/permissions.ts'
import { Ago } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { mayGiveRole } from '../../session/may-give-role.ts'
import { useSession } from '../../session/session.tsx'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Checkbox } from '../../ui/field.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { ResendDialog } from './resend-dialog.tsx'
import { RevokeInvitationDialog } from './revoke-invitation-dialog.tsx'

const STATES: Readonly<Record<Invitation['state'], { label: string; tone: Tone }>> = {
  open: { label: 'Open', tone: 'accent' },
  accepted: { label: 'Accepted', tone: 'ok' },
  expired: { label: 'Expired', tone: 'neutral' },
  revoked: { label: 'Revoked', tone: 'neutral' },
}

export function InvitationList(props: { onInvite: () => void }) {
  const { session } = useSession()
  const [query, setQuery] = useSearchParams<{ invitations?: string }>()
  const state = () => (query.invitations === 'all' ? 'all' : 'open')
  const invitations = useInvitations(state)
  const [resending, setResending] = createSignal<Invitation>()
  const [revoking, setRevoking] = createSignal<Invitation>()
  const columns: readonly Column<Invitation>[] = [
    {
      title: 'E-mail',
      cell: ({ email }) => (
        <div class="max-w-44 min-w-32 sm:max-w-72 truncate font-medium" title={visibleText(email)}>
          {visibleText(email)}
        </div>
      ),
    },
    { title: 'Role', cell: ({ role }) => <Badge>{ROLE_NAMES[role]}</Badge> },
    {
      title: 'State',
      cell: (invitation) => (
        <Badge tone={STATES[invitation.state].tone}>{STATES[invitation.state].label}</Badge>
      ),
    },
    { title: 'Expires', isExtra: true, cell: (invitation) => <Ago at={invitation.expiresAt} /> },
    {
      title: 'Invited by',
      isExtra: true,
      cell: ({ createdBy }) => (
        <div class="max-w-48 truncate" title={visibleText(createdBy.name)}>
          {visibleText(createdBy.name)}
        </div>
      ),
    },
    {
      title: 'Actions',
      cell: (invitation) => (
        <Show
          when={
            (invitation.state === 'open' || invitation.state === 'expired') &&
            mayGiveRole(session(), invitation.role)
          }
        >
          <div class="-my-1.5 -ml-3 flex gap-1">
            <Button
              tone="quiet"
              aria-label={`New link for ${visibleText(invitation.email)}`}
              onClick={() => setResending(invitation)}
            >
              New link
            </Button>
            <Show when={invitation.state === 'open'}>
              <Button
                tone="quiet"
                aria-label={`Revoke the invitation of ${visibleText(invitation.email)}`}
                onClick={() => setRevoking(invitation)}
              >
                Revoke
              </Button>
            </Show>
          </div>
        </Show>
      ),
    },
  ]
  return (
    <Card
      title="Invitations"
      flush
      actions={
        <Checkbox
          label={<span class="text-sm">Show those that ended</span>}
          checked={state() === 'all'}
          onChange={(isAll) => setQuery({ invitations: isAll ? 'all' : undefined })}
        />
      }
    >
      <Loaded query={invitations}>
        {(data) => {
          const rows = () => data().pages.flatMap((page) => page.invitations)
          return (
            <Show
              when={rows().length > 0}
              fallback={
                <EmptyState
                  title={state() === 'all' ? 'Nobody was ever invited' : 'No open invitation'}
                  action={<Button onClick={() => props.onInvite()}>Invite a person</Button>}
                >
                  A link makes one person a member. It serves once, for 7 days.
                </EmptyState>
              }
            >
              <DataTable label="Invitations" rows={rows()} columns={columns} />
              <MoreButton query={invitations} />
            </Show>
          )
        }}
      </Loaded>
      <ResendDialog invitation={resending()} onClose={() => setResending(undefined)} />
      <RevokeInvitationDialog invitation={revoking()} onClose={() => setRevoking(undefined)} />
    </Card>
  )
}
