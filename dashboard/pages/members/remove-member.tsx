import { Match, Switch } from 'solid-js'
import type { Member } from '../../../schema/api/members.ts'
import { useRemoveMember } from '../../data/members.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Unread, type ReadState } from '../../ui/unread.tsx'

export function RemoveMember(props: {
  member: Member
  /** Undefined until `owners` has brought it. */
  isLastOwner: boolean | undefined
  owners: ReadState
  onGone: () => void
}) {
  const { session } = useSession()
  const toast = useToast()
  const remove = useRemoveMember()
  const isOwn = () => session().id === props.member.id
  const confirm = async () => {
    const { member } = props
    const { apiKeysRevoked } = await remove.mutateAsync(member)
    const keys = apiKeysRevoked === 0 ? '' : ` ${apiKeysRevoked} API keys of theirs ended too.`
    toast({ message: `${visibleText(member.email)} is no member any more.${keys}` })
  }
  return (
    <section class="border-t border-line pt-5">
      <h3 class="font-medium">Remove</h3>
      <p class="mt-1 mb-3 text-ink-soft">
        Ends their sessions, the API keys made in their name, and the invitations they left open.
      </p>
      <ConfirmButton
        label={isOwn() ? 'Leave this deployment' : 'Remove this member'}
        tone="danger"
        disabled={props.isLastOwner !== false}
        title={isOwn() ? 'Leave this deployment?' : 'Remove this member?'}
        action={isOwn() ? 'Leave' : 'Remove'}
        typed={props.member.email}
        onConfirm={confirm}
        onDone={() => props.onGone()}
      >
        {isOwn()
          ? 'You lose your role at once, and only an invitation brings it back.'
          : 'It holds at once. Their own connections at servers stay; end those under Grants.'}
      </ConfirmButton>
      <div class="mt-2">
        <Switch>
          <Match when={props.isLastOwner === undefined}>
            <Unread query={props.owners} what="who else is an Owner" />
          </Match>
          <Match when={props.isLastOwner}>
            <p class="text-sm text-ink-soft">
              Not while this is the last Owner.
              {isOwn() && ' You are the only one left: make another member an Owner first.'}
            </p>
          </Match>
        </Switch>
      </div>
    </section>
  )
}
