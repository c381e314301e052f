import { useEndConnections, type ConnectionSignIn } from '../../data/connections.ts'
import { visibleText } from '../../format/visible-text.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { endedMessage } from './ended-message.ts'

export function EndAllDialog(props: { isOpen: boolean; signIn: ConnectionSignIn; onClose: () => void }) {
  const toast = useToast()
  const end = useEndConnections(() => props.signIn.gatewayId)
  const close = () => {
    end.reset()
    props.onClose()
  }
  return (
    <ConfirmDialog
      isOpen={props.isOpen}
      onClose={close}
      title="End all your connections here?"
      action="End all"
      isBusy={end.isPending}
      error={end.error?.message}
      onConfirm={() =>
        end.mutate(undefined, {
          onSuccess: (ended) => {
            toast({ message: endedMessage(ended) })
            close()
          },
        })
      }
    >
      Every client that acts in your name through{' '}
      <span class="break-words text-ink">{visibleText(props.signIn.gatewayName)}</span> loses its access
      within 10 seconds, and the authorization server is told. Each has to ask you again.
    </ConfirmDialog>
  )
}
