// Installs a server that needs something first: a key, or a Gateway for its sign-in.
import { useNavigate } from '@solidjs/router'
import { Show } from 'solid-js'
import { useLibraryWrites, type InstallBody, type InstallOutcome } from '../../data/library.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { SetupSteps } from './setup-steps.tsx'

export function SetupDialog(props: {
  entryId: string | undefined
  /** As the library calls it. */
  name: string | undefined
  /** Made for it a moment ago. */
  gatewayId: string | undefined
  onClose: () => void
  /** What sets it up; a plain install where it is left out. */
  submit?: (entryId: string, body: InstallBody) => Promise<InstallOutcome>
}) {
  const { install } = useLibraryWrites()
  const navigate = useNavigate()
  const toast = useToast()
  return (
    <Dialog
      isOpen={props.entryId !== undefined}
      onClose={props.onClose}
      title={`Set up ${props.name ?? 'a server'}`}
      description="Limen asks only for what this server needs."
    >
      <Show when={props.entryId} keyed>
        {(entryId) => (
          <SetupSteps
            entryId={entryId}
            gatewayId={props.gatewayId}
            submit={(body) => (props.submit ?? install)(entryId, body)}
            onInstalled={(server) => {
              toast({ message: `${server.name} is installed. Connect a client next.` })
              navigate(`/servers/${server.id}`)
            }}
          />
        )}
      </Show>
    </Dialog>
  )
}
