import type { Connection } from '../../../schema/api/connections.ts'
import { useEndConnection } from '../../data/connections.ts'
import { visibleText } from '../../format/visible-text.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { endedMessage } from './ended-message.ts'

export function EndDialog(props: {
  gatewayId: string
  connection: Connection | undefined
  onClose: () => void
}) {
  const toast = useToast()
  const end = useEndConnection(() => props.gatewayId)
  const close = () => {
    end.reset()
    props.onClose()
  }
  return (
    <ConfirmDialog
      isOpen={props.connection !== undefined}
      onClose={close}
      title="End this connection?"
      action="End it"
      isBusy={end.isPending}
      error={end.error?.message}
      onConfirm={() => {
        const { connection } = props
        if (!connection) return
        end.mutate(connection, {
          onSuccess: (ended) => {
            toast({ message: endedMessage(ended) })
            close()
          },
        })
      }}
    >
      <span class="break-words text-ink">{visibleText(props.connection?.clientName ?? '')}</span> loses its
      access to{' '}
      <span class="break-words text-ink">{visibleText(props.connection?.server?.name ?? 'its server')}</span>{' '}
      within 10 seconds, open streams too. It has to ask you again before it can do anything more.
    </ConfirmDialog>
  )
}
