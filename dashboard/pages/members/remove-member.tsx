import { createSignal, Show } from 'solid-js'
import type { Member } from '../../../schema/api/members.ts'
import { useRemoveMember } from '../../data/members.ts'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

export function RemoveMember(props: { member: Member; isLastOwner: boolean; onGone: () => void }) {
  const { session } = useSession()
  const toast = useToast()
  const remove = useRemoveMember()
  const [isAsked, setAsked] = createSignal(false)
  const isOwn = () => session().id === props.member.id
  const close = () => {
    remove.reset()
    setAsked(false)
  }
  return (
    <section class="border-t border-line pt-5">
      <h3 class="font-medium">Remove</h3>
      <p class="mt-1 mb-3 text-ink-soft">
        Ends their sessions, the API keys made in their name, and the invitations they left open.
      </p>
      <Button tone="danger" disabled={props.isLastOwner} onClick={() => setAsked(true)}>
        {isOwn() ? 'Leave this deployment' : 'Remove this member'}
      </Button>
      <Show when={props.isLastOwner}>
        <p class="mt-2 text-sm text-ink-soft">Not while this is the last Owner.</p>
      </Show>
      <ConfirmDialog
        isOpen={isAsked()}
        onClose={close}
        title={isOwn() ? 'Leave this deployment?' : 'Remove this member?'}
        action={isOwn() ? 'Leave' : 'Remove'}
        typed={props.member.email}
        isBusy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() =>
          remove.mutate(props.member, {
            onSuccess: ({ apiKeysRevoked }) => {
              const keys = apiKeysRevoked === 0 ? '' : ` ${apiKeysRevoked} API keys of theirs ended too.`
              toast({ message: `${props.member.email} is no member any more.${keys}` })
              close()
              props.onGone()
            },
          })
        }
      >
        {isOwn()
          ? 'You lose your role at once, and only an invitation brings it back.'
          : 'It holds at once. Their own connections at servers stay; end those under Grants.'}
      </ConfirmDialog>
    </section>
  )
}
