import { useMutation } from '@tanstack/solid-query'
import type { AccessToken } from '../../../schema/api/access-tokens.ts'
import { useAccessTokenWrites } from '../../data/access-tokens.ts'
import { visibleText } from '../../format/visible-text.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

export function RevokeTokenDialog(props: {
  token: AccessToken | undefined
  serverName: string
  onClose: () => void
}) {
  const { revoke } = useAccessTokenWrites()
  const toast = useToast()
  const close = () => {
    revocation.reset()
    props.onClose()
  }
  const revocation = useMutation(() => ({
    mutationFn: (token: AccessToken) => revoke(token.id),
    onSuccess: ({ effectiveWithinSeconds }: { effectiveWithinSeconds: number }, token: AccessToken) => {
      toast({
        message: `${token.name} is revoked. This holds everywhere within ${effectiveWithinSeconds} s.`,
      })
      close()
    },
  }))
  return (
    <ConfirmDialog
      isOpen={props.token !== undefined}
      onClose={close}
      title={`Revoke ${props.token?.name ?? ''}?`}
      action="Revoke token"
      typed={props.token?.name ?? ''}
      isBusy={revocation.isPending}
      error={revocation.error?.message}
      onConfirm={() => props.token && revocation.mutate(props.token)}
    >
      Whoever uses it is refused at {visibleText(props.serverName)} from then on, also on open streams. It
      cannot come back.
    </ConfirmDialog>
  )
}
