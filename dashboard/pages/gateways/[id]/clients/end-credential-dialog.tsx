// Asks before a client or an embedding app loses its secret, or goes.
import { useMutation } from '@tanstack/solid-query'
import { problemText } from '../../../../data/problem-text.ts'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import type { IssuedSecret } from './issued-secret-dialog.tsx'

export interface CredentialEnding<Holder> {
  what: 'secret' | 'all'
  of: Holder
}

interface Holder {
  id: string
  name: string
  version: number
}

export function EndCredentialDialog<Of extends Holder>(props: {
  noun: 'client' | 'app'
  ending: CredentialEnding<Of> | undefined
  /** What goes with each. */
  notes: Readonly<Record<CredentialEnding<Of>['what'], string>>
  rotate: (of: Of) => Promise<Omit<IssuedSecret, 'secret'> & { secret: string | null }>
  /** Answers what is to be said. */
  remove: (of: Of) => Promise<string>
  onClose: () => void
  onIssued: (issued: IssuedSecret) => void
}) {
  const toast = useToast()
  const end = useMutation(() => ({
    // It holds a secret, which nothing keeps.
    gcTime: 0,
    mutationFn: async ({ what, of }: CredentialEnding<Of>): Promise<IssuedSecret | undefined> => {
      if (what === 'all') {
        toast({ message: await props.remove(of) })
        return undefined
      }
      const { name, id, secret } = await props.rotate(of)
      return secret === null ? undefined : { name, id, secret }
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
  const isSecret = () => props.ending?.what === 'secret'
  const name = () => props.ending?.of.name ?? ''
  return (
    <ConfirmDialog
      isOpen={props.ending !== undefined}
      onClose={close}
      title={isSecret() ? `Make a new secret for ${name()}?` : `Remove ${name()}?`}
      action={isSecret() ? 'Make new secret' : `Remove ${props.noun}`}
      {...(isSecret() ? {} : { typed: name() })}
      isBusy={end.isPending}
      error={problemText(end.error)}
      onConfirm={() => props.ending && end.mutate(props.ending)}
    >
      {props.notes[isSecret() ? 'secret' : 'all']}
    </ConfirmDialog>
  )
}
