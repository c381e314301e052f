// Switches a server on or off; off can be undone at once.
import { createSignal } from 'solid-js'
import type { Server } from '../../../../schema/api/servers.ts'
import { loadServer, useServerWrites } from '../../../data/servers.ts'
import { Button } from '../../../ui/button.tsx'
import { useToast } from '../../../ui/toast.tsx'

export function EnabledSwitch(props: { server: Server }) {
  const { update } = useServerWrites()
  const toast = useToast()
  const [isBusy, setBusy] = createSignal(false)
  const set = async (enabled: boolean) => {
    const { id, name } = props.server
    setBusy(true)
    try {
      // On or off is meant whatever else was changed meanwhile; an undo may come after a while.
      const { version } = await loadServer(id)
      await update(id, { enabled }, version)
      toast({
        message: `${name} is ${enabled ? 'enabled' : 'disabled'}. This holds everywhere within 10 s.`,
        ...(enabled ? {} : { undo: () => void set(true) }),
      })
    } catch (error) {
      toast({ tone: 'bad', message: error instanceof Error ? error.message : 'Nothing was changed.' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      tone={props.server.enabled ? 'plain' : 'primary'}
      isBusy={isBusy()}
      onClick={() => void set(!props.server.enabled)}
    >
      {props.server.enabled ? 'Disable' : 'Enable'}
    </Button>
  )
}
