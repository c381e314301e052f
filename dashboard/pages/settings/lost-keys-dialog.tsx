import { useReportLostKeys } from '../../data/deployment.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

export function LostKeysDialog(props: { isOpen: boolean; keyIds: readonly string[]; onClose: () => void }) {
  const toast = useToast()
  const report = useReportLostKeys()
  const close = () => {
    report.reset()
    props.onClose()
  }
  return (
    <ConfirmDialog
      isOpen={props.isOpen}
      onClose={close}
      title="Go on without these keys?"
      action="Go on without them"
      typed={props.keyIds.join(' ')}
      isBusy={report.isPending}
      error={report.error?.message}
      onConfirm={() =>
        report.mutate(props.keyIds, {
          onSuccess: () => {
            toast({ message: 'The deployment goes on with the keys that are there.' })
            close()
          },
        })
      }
    >
      Whatever they encrypted is lost: users sign in again, and you enter the secrets of servers and Gateways
      again. It cannot be undone, not even by finding the key.
    </ConfirmDialog>
  )
}
