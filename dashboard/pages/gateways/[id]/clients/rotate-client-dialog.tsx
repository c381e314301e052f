import { useMutation } from '@tanstack/solid-query'
import type { Client } from '../../../../../schema/api/clients.ts'
import { useClientWrites, type ClientWithSecret } from '../../../../data/clients.ts'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import type { IssuedSecret } from './issued-secret-dialog.tsx'

export function RotateClientDialog(props: {
  client: Client | undefined
  onClose: () => void
  onIssued: (issued: IssuedSecret) => void
}) {
  const { rotateSecret } = useClientWrites()
  const rotate = useMutation(() => ({
    // It holds a secret, which nothing keeps.
    gcTime: 0,
    mutationFn: (client: Client) => rotateSecret(client),
    onSuccess: ({ name, id, secret }: ClientWithSecret) => {
      close()
      if (secret !== null) props.onIssued({ name, id, secret })
    },
  }))
  const close = () => {
    rotate.reset()
    props.onClose()
  }
  return (
    <ConfirmDialog
      isOpen={props.client !== undefined}
      onClose={close}
      title={`Make a new secret for ${props.client?.name ?? ''}?`}
      action="Make new secret"
      isBusy={rotate.isPending}
      error={rotate.error?.message}
      onConfirm={() => props.client && rotate.mutate(props.client)}
    >
      The old secret stops working at once. Grants of the client stay.
    </ConfirmDialog>
  )
}
