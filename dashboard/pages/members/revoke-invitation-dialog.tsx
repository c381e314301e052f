import type { Invitation } from '../../../schema/api/invitations.ts'
import { useRevokeInvitation } from '../../data/invitations.ts'
import { visibleText } from '../../format/visible-text.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

export function RevokeInvitationDialog(props: { invitation: Invitation | undefined; onClose: () => void }) {
  const toast = useToast()
  const revoke = useRevokeInvitation()
  const close = () => {
    revoke.reset()
    props.onClose()
  }
  return (
    <ConfirmDialog
      isOpen={props.invitation !== undefined}
      onClose={close}
      title="Revoke this invitation?"
      action="Revoke"
      isBusy={revoke.isPending}
      error={revoke.error?.message}
      onConfirm={() => {
        const { invitation } = props
        if (!invitation) return
        revoke.mutate(invitation.id, {
          onSuccess: () => {
            toast({ message: `The link of ${visibleText(invitation.email)} opens nothing any more.` })
            close()
          },
        })
      }}
    >
      The link of <span class="break-all text-ink">{visibleText(props.invitation?.email ?? '')}</span> opens
      nothing any more. You can invite them again.
    </ConfirmDialog>
  )
}
