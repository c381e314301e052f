// People of this deployment: who, with which role, who is invited.
import { useSearchParams } from '@solidjs/router'
import { Permitted } from '../../session/permitted.tsx'
import { Button } from '../../ui/button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { InvitationList } from './invitation-list.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MemberDrawer } from './member-drawer.tsx'
import { MemberList } from './member-list.tsx'
import { RoleTable } from './role-table.tsx'

export default function MembersPage() {
  const [query, setQuery] = useSearchParams<{ member?: string; invite?: string }>()
  const invite = () => setQuery({ invite: 'true' })
  return (
    <Permitted permission="members.manage" title="Members">
      <PageHeader
        title="Members"
        description="People who may use this dashboard and its API, each with a role."
        actions={
          <Button tone="primary" onClick={invite}>
            Invite a person
          </Button>
        }
      />
      <div class="space-y-6">
        <MemberList />
        <InvitationList onInvite={invite} />
        <RoleTable />
      </div>
      <InviteDialog isOpen={query.invite !== undefined} onClose={() => setQuery({ invite: undefined })} />
      <MemberDrawer id={query.member} onClose={() => setQuery({ member: undefined })} />
    </Permitted>
  )
}
