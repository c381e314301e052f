import type { InvitationWithLink } from '../../data/invitations.ts'
import { ROLE_NAMES } from '../../data/permissions.ts'
import { Moment } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { ShownOnceDialog } from '../../ui/shown-once-dialog.tsx'

/** A fresh link: in this page only, until it is closed. */
export function InvitationLinkDialog(props: {
  invitation: InvitationWithLink | undefined
  onClose: () => void
}) {
  return (
    <ShownOnceDialog
      title="Pass this link on"
      label="Invitation link"
      secret={props.invitation?.link}
      onClose={() => props.onClose()}
    >
      Limen sends no mail. The link makes{' '}
      <span class="font-medium break-all text-ink">{visibleText(props.invitation?.email ?? '')}</span> a
      member with the role {ROLE_NAMES[props.invitation?.role ?? 'viewer']}, once, until{' '}
      <Moment at={props.invitation?.expiresAt ?? 0} />.
    </ShownOnceDialog>
  )
}
