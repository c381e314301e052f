// Asks before a client or an embedding app loses its secret, or goes.
import { useMutation } from '@tanstack/solid-query'
import { problemText } from '../../../../data/problem-text.ts'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import type { CredentialEnding, CredentialHolder, CredentialWork } from './create-credential-work.ts'
import type { IssuedSecret } from './issued-secret-dialog.tsx'

export function EndCredentialDialog<Of extends CredentialHolder>(props: {
  noun: 'client' | 'app'
  work: CredentialWork<Of>
  /** What goes with each. */
  notes: Readonly<Record<CredentialEnding<Of>['what'], string>>
  rotate: (of: Of) => Promise<Omit<IssuedSecret, 'secret'> & { secret: string | null }>
  /** Answers what is to be said. */
  remove: (of: Of) => Promise<string>
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
      if (issued) props.work.issue(issued)
    },
  }))
  const close = () => {
    end.reset()
    props.work.end(undefined)
  }
  const ending = () => props.work.ending()
  const isSecret = () => ending()?.what === 'secret'
  const name = () => ending()?.of.name ?? ''
  return (
    <ConfirmDialog
      isOpen={ending() !== undefined}
      onClose={close}
      title={isSecret() ? `Make a new secret for ${name()}?` : `Remove ${name()}?`}
      action={isSecret() ? 'Make new secret' : `Remove ${props.noun}`}
      {...(isSecret() ? {} : { typed: name() })}
      isBusy={end.isPending}
      error={problemText(end.error)}
      onConfirm={() => {
        const one = ending()
        if (one) end.mutate(one)
      }}
    >
      {props.notes[isSecret() ? 'secret' : 'all']}
    </ConfirmDialog>
  )
}
