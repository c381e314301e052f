import { createSignal } from 'solid-js'
import type { Member } from '../../../schema/api/members.ts'
import { useEndMemberSessions } from '../../data/members.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

export function EndMemberSessions(props: { member: Member }) {
  const toast = useToast()
  const end = useEndMemberSessions()
  const [isAsked, setAsked] = createSignal(false)
  const close = () => {
    end.reset()
    setAsked(false)
  }
  return (
    <section class="border-t border-line pt-5">
      <h3 class="font-medium">Sessions</h3>
      <p class="mt-1 mb-3 text-ink-soft">Signs this person out of every browser. They can sign in again.</p>
      <Button onClick={() => setAsked(true)}>End their sessions</Button>
      <ConfirmDialog
        isOpen={isAsked()}
        onClose={close}
        title="End all sessions of this person?"
        action="End sessions"
        isBusy={end.isPending}
        error={end.error?.message}
        onConfirm={() =>
          end.mutate(props.member, {
            onSuccess: ({ ended }) => {
              toast({
                message: ended === 0 ? 'They were signed in nowhere.' : `Ended ${ended} of their sessions.`,
              })
              close()
            },
          })
        }
      >
        <span class="break-all text-ink">{props.member.email}</span> has to sign in again, in every browser.
        What they typed and did not save may be lost.
      </ConfirmDialog>
    </section>
  )
}
