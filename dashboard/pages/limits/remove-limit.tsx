import { createSignal } from 'solid-js'
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
  const [isBusy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const close = () => {
    setProblem(undefined)
    props.onClose()
  }
  const confirm = async () => {
    const { limit } = props
    if (!limit) return
    setBusy(true)
    try {
      await props.onRemove(limit)
      toast({ message: `Deleted ${limit.name}. This holds everywhere within 10 s.` })
      close()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'Nothing was deleted. Try again.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <ConfirmDialog
      isOpen={props.limit !== undefined}
      onClose={close}
      title={`Delete the ${props.kind} ${props.limit?.name ?? ''}?`}
      action={`Delete ${props.kind}`}
      isBusy={isBusy()}
      error={problem()}
      onConfirm={() => void confirm()}
    >
      What it has counted is lost, and it holds back no call any more. To pause it, edit it and switch it off.
    </ConfirmDialog>
  )
}
