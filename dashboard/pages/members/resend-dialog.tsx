// A new link in the place of one that was lost or is too old.
import { createSignal, Show } from 'solid-js'
import type { Invitation } from '../../../schema/api/invitations.ts'
import { useResendInvitation, type InvitationWithLink } from '../../data/invitations.ts'
import { visibleText } from '../../format/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { InvitationLinkDialog } from './invitation-link-dialog.tsx'

export function ResendDialog(props: { invitation: Invitation | undefined; onClose: () => void }) {
  const resend = useResendInvitation()
  const [made, setMade] = createSignal<InvitationWithLink>()
  const close = () => {
    resend.reset()
    props.onClose()
  }
  const make = (id: string) =>
    resend.mutate(id, {
      onSuccess: (invitation) => {
        setMade(invitation)
        close()
      },
    })
  return (
    <>
      <Dialog isOpen={props.invitation !== undefined} onClose={close} title="Make a new link">
        <div class="space-y-4">
          <p class="text-ink-soft">
            The link that <span class="break-all text-ink">{visibleText(props.invitation?.email ?? '')}</span>{' '}
            has ends. The new one serves for 7 days from now.
          </p>
          <Show when={resend.error}>
            {(error) => (
              <p role="alert" class="text-bad">
                {error().message}
              </p>
            )}
          </Show>
          <div class="flex justify-end gap-2">
            <Button onClick={close}>Cancel</Button>
            <Button
              tone="primary"
              isBusy={resend.isPending}
              onClick={() => props.invitation && make(props.invitation.id)}
            >
              Make a new link
            </Button>
          </div>
        </div>
      </Dialog>
      <InvitationLinkDialog invitation={made()} onClose={() => setMade(undefined)} />
    </>
  )
}
