import { useNavigate } from '@solidjs/router'
import { createSignal } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useServerWrites } from '../../../../data/servers.ts'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { useToast } from '../../../../ui/toast.tsx'

export function DeleteServer(props: { server: Server }) {
  const { remove } = useServerWrites()
  const navigate = useNavigate()
  const toast = useToast()
  const [isAsking, setAsking] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const confirm = async () => {
    const { name } = props.server
    setBusy(true)
    setProblem(undefined)
    try {
      await remove(props.server)
      toast({ message: `${name} was deleted. This holds everywhere within 10 s.` })
      navigate('/servers')
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'Nothing was deleted. Try again.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card title="Delete">
      <div class="flex flex-wrap items-center gap-4">
        <p class="min-w-0 flex-1 basis-72 text-ink-soft">
          Ends its public URL and with it every grant, access token, rule, budget and rate limit of this
          server. The runtime itself is not touched.
        </p>
        <Button tone="danger" onClick={() => setAsking(true)}>
          Delete server
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking()}
        onClose={() => setAsking(false)}
        title={`Delete ${props.server.name}?`}
        action="Delete server"
        typed={props.server.name}
        isBusy={isBusy()}
        error={problem()}
        onConfirm={() => void confirm()}
      >
        Its grants end, also downstream, and clients are refused within 10 s. This cannot be undone. To stop
        it for a while, disable it instead.
      </ConfirmDialog>
    </Card>
  )
}
