// The secret of a client or app that was just made or rotated, this once.
import { CopyField } from '../../../../ui/copy-button.tsx'
import { ShownOnceDialog } from '../../../../ui/shown-once-dialog.tsx'

export interface IssuedSecret {
  name: string
  id: string
  secret: string
}

export function IssuedSecretDialog(props: { issued: IssuedSecret | undefined; onClose: () => void }) {
  return (
    <ShownOnceDialog
      title={`Secret of ${props.issued?.name ?? ''}`}
      label="Client secret"
      secret={props.issued?.secret}
      extra={<CopyField label="Client id" value={props.issued?.id ?? ''} />}
      onClose={props.onClose}
    >
      Enter both where the application is configured. Where the secret is lost, make a new one.
    </ShownOnceDialog>
  )
}
