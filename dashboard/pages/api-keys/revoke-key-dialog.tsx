import type { ApiKey } from '../../../schema/api/api-keys.ts'
import { useRevokeApiKey } from '../../data/api-keys.ts'
import { visibleText } from '../../format/visible-text.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

export function RevokeKeyDialog(props: { apiKey: ApiKey | undefined; onClose: () => void }) {
  const toast = useToast()
  const revoke = useRevokeApiKey()
  const close = () => {
    revoke.reset()
    props.onClose()
  }
  return (
    <ConfirmDialog
      isOpen={props.apiKey !== undefined}
      onClose={close}
      title="Revoke this API key?"
      action="Revoke"
      typed={props.apiKey?.name ?? ''}
      isBusy={revoke.isPending}
      error={revoke.error?.message}
      onConfirm={() => {
        const { apiKey } = props
        if (!apiKey) return
        revoke.mutate(apiKey.id, {
          onSuccess: ({ revoked }) => {
            const others = revoked > 1 ? ` ${revoked - 1} keys that were made with it ended too.` : ''
            toast({ message: `${apiKey.name} is refused from now on.${others}` })
            close()
          },
        })
      }}
    >
      <span class="break-words text-ink">{visibleText(props.apiKey?.name ?? '')}</span> is refused at once,
      wherever it is used. Keys and open invitations that were made with it end too. It cannot be brought
      back.
    </ConfirmDialog>
  )
}
