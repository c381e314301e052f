import { useRemoveOwnKey, type OwnKey } from '../../data/own-keys.ts'
import { visibleText } from '../../format/visible-text.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

export function RemoveKeyDialog(props: { of: OwnKey | undefined; onClose: () => void }) {
  const toast = useToast()
  const remove = useRemoveOwnKey()
  const close = () => {
    remove.reset()
    props.onClose()
  }
  return (
    <ConfirmDialog
      isOpen={props.of !== undefined}
      onClose={close}
      title="Remove your key?"
      action="Remove"
      isBusy={remove.isPending}
      error={remove.error?.message}
      onConfirm={() => {
        const { of } = props
        if (!of) return
        remove.mutate(of.serverId, {
          onSuccess: () => {
            toast({ message: `Your key of ${of.name} is removed. It holds everywhere within 10 s.` })
            close()
          },
        })
      }}
    >
      Calls in your name to <span class="break-words text-ink">{visibleText(props.of?.name ?? '')}</span> are
      refused until you enter one again. The key itself stays good at the service that gave it; end it there
      if it got out.
    </ConfirmDialog>
  )
}
