import { useMutation } from '@tanstack/solid-query'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

interface Removable {
  id: string
  name: string
  version: number
}

export function RemoveLimit<Limit extends Removable>(props: {
  limit: Limit | undefined
  kind: 'budget' | 'rate limit'
  onClose: () => void
  onRemove: (limit: Limit) => Promise<unknown>
}) {
  const toast = useToast()
  const close = () => {
    removal.reset()
    props.onClose()
  }
  const removal = useMutation(() => ({
    mutationFn: (limit: Limit) => props.onRemove(limit),
    onSuccess: (_done: unknown, { name }: Limit) => {
      toast({ message: `Deleted ${name}. This holds everywhere within 10 s.` })
      close()
    },
  }))
  return (
    <ConfirmDialog
      isOpen={props.limit !== undefined}
      onClose={close}
      title={`Delete the ${props.kind} ${props.limit?.name ?? ''}?`}
      action={`Delete ${props.kind}`}
      isBusy={removal.isPending}
      error={removal.error?.message}
      onConfirm={() => props.limit && removal.mutate(props.limit)}
    >
      What it has counted is lost, and it holds back no call any more. To pause it, edit it and switch it off.
    </ConfirmDialog>
  )
}
