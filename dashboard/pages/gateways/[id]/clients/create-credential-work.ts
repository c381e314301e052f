// What is open on a card of clients or of embedding apps: one that is edited, one that loses its secret or goes, and a
// secret that was just made.
import { createSignal } from 'solid-js'
import { useToast } from '../../../../ui/toast.tsx'
import type { IssuedSecret } from './issued-secret-dialog.tsx'

export interface CredentialHolder {
  id: string
  name: string
  version: number
  secretSet: boolean
}

export interface CredentialEnding<Holder> {
  what: 'secret' | 'all'
  of: Holder
}

export type CredentialWork<Holder extends CredentialHolder> = ReturnType<typeof createCredentialWork<Holder>>

/** `held`: those on the card, as they stand now. */
export function createCredentialWork<Holder extends CredentialHolder>(
  held: () => readonly Holder[] | undefined,
) {
  const toast = useToast()
  const [edited, setEdited] = createSignal<Holder | 'new'>()
  const [ending, setEnding] = createSignal<CredentialEnding<Holder>>()
  const [issued, setIssued] = createSignal<IssuedSecret>()
  return {
    edited,
    edit: (one: Holder | 'new' | undefined) => void setEdited(() => one),
    /** After the edited one was saved: with its secret, where one was made. */
    saved({ name, id, secret }: { name: string; id: string; secret?: string | null }) {
      setEdited(undefined)
      if (typeof secret === 'string') setIssued({ name, id, secret })
      else toast({ message: `${name} is saved.` })
    },
    /** With the one as it stands now, where somebody saved it meanwhile. */
    ending(): CredentialEnding<Holder> | undefined {
      const one = ending()
      return one && { ...one, of: held()?.find(({ id }) => id === one.of.id) ?? one.of }
    },
    end: (one: CredentialEnding<Holder> | undefined) => void setEnding(() => one),
    issued,
    issue: (one: IssuedSecret | undefined) => void setIssued(() => one),
  }
}
