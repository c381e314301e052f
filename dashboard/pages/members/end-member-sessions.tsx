import type { Member } from '../../../schema/api/members.ts'
import { useEndMemberSessions } from '../../data/members.ts'
import { visibleText } from '../../format/visible-text.ts'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { useToast } from '../../ui/toast.tsx'

export function EndMemberSessions(props: { member: Member }) {
  const toast = useToast()
  const end = useEndMemberSessions()
  const confirm = async () => {
    const { ended } = await end.mutateAsync(props.member)
    toast({ message: ended === 0 ? 'They were signed in nowhere.' : `Ended ${ended} of their sessions.` })
  }
  return (
    <section class="border-t border-line pt-5">
      <h3 class="font-medium">Sessions</h3>
      <p class="mt-1 mb-3 text-ink-soft">Signs this person out of every browser. They can sign in again.</p>
      <ConfirmButton
        label="End their sessions"
        title="End all sessions of this person?"
        action="End sessions"
        onConfirm={confirm}
      >
        <span class="break-all text-ink">{visibleText(props.member.email)}</span> has to sign in again, in
        every browser. What they typed and did not save may be lost.
      </ConfirmButton>
    </section>
  )
}
