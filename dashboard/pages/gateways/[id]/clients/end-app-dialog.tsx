// Asks before an embedding app loses its secret, or goes.
import { useMutation } from '@tanstack/solid-query'
import type { EmbeddingApp } from '../../../../../schema/api/embedding-apps.ts'
import { useEmbeddingAppWrites } from '../../../../data/embedding-apps.ts'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import type { IssuedSecret } from './issued-secret-dialog.tsx'

export interface AppEnding {
  kind: 'secret' | 'app'
  app: EmbeddingApp
}

export function EndAppDialog(props: {
  gatewayId: string
  ending: AppEnding | undefined
  onClose: () => void
  onIssued: (issued: IssuedSecret) => void
}) {
  const { rotateSecret, remove } = useEmbeddingAppWrites(() => props.gatewayId)
  const toast = useToast()
  const end = useMutation(() => ({
    // It holds a secret, which nothing keeps.
    gcTime: 0,
    mutationFn: async ({ kind, app }: AppEnding): Promise<IssuedSecret | undefined> => {
      if (kind === 'secret') {
        const { name, id, secret } = await rotateSecret(app)
        return secret === null ? undefined : { name, id, secret }
      }
      await remove(app)
      toast({ message: `${app.name} is removed. Its tokens end everywhere within 10 s.` })
      return undefined
    },
    onSuccess: (issued: IssuedSecret | undefined) => {
      close()
      if (issued) props.onIssued(issued)
    },
  }))
  const close = () => {
    end.reset()
    props.onClose()
  }
  const isSecret = () => props.ending?.kind === 'secret'
  return (
    <ConfirmDialog
      isOpen={props.ending !== undefined}
      onClose={close}
      title={
        isSecret()
          ? `Make a new secret for ${props.ending?.app.name ?? ''}?`
          : `Remove ${props.ending?.app.name ?? ''}?`
      }
      action={isSecret() ? 'Make new secret' : 'Remove app'}
      isBusy={end.isPending}
      error={end.error?.message}
      onConfirm={() => props.ending && end.mutate(props.ending)}
    >
      {isSecret()
        ? 'The old secret stops working at once.'
        : 'The app can exchange no more tokens, and those it has end.'}
    </ConfirmDialog>
  )
}
