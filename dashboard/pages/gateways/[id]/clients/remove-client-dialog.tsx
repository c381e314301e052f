import { useMutation } from '@tanstack/solid-query'
import type { Detached } from '../../../../../schema/api/attachments.ts'
import type { Client } from '../../../../../schema/api/clients.ts'
import { useClientWrites } from '../../../../data/clients.ts'
import { problemText } from '../../../../data/problem-text.ts'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { useToast } from '../../../../ui/toast.tsx'

export function RemoveClientDialog(props: { client: Client | undefined; onClose: () => void }) {
  const { remove } = useClientWrites()
  const toast = useToast()
  const removal = useMutation(() => ({
    mutationFn: (client: Client) => remove(client),
    onSuccess: ({ grantsEnded, effectiveWithinSeconds }: Detached) => {
      const ended = grantsEnded === null ? 'Its grants end' : `${grantsEnded} of its grants ended`
      toast({ message: `The client is removed. ${ended}, everywhere within ${effectiveWithinSeconds} s.` })
      close()
    },
  }))
  const close = () => {
    removal.reset()
    props.onClose()
  }
  return (
    <ConfirmDialog
      isOpen={props.client !== undefined}
      onClose={close}
      title={`Remove ${props.client?.name ?? ''}?`}
      action="Remove client"
      isBusy={removal.isPending}
      error={problemText(removal.error)}
      onConfirm={() => props.client && removal.mutate(props.client)}
    >
      Every grant and token of this client ends, and it cannot come back under this id by itself.
    </ConfirmDialog>
  )
}
