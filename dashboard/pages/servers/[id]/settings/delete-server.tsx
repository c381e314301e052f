import { useNavigate } from '@solidjs/router'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useServerWrites } from '../../../../data/servers.ts'
import { Card } from '../../../../ui/card.tsx'
import { ConfirmButton } from '../../../../ui/confirm-button.tsx'
import { useToast } from '../../../../ui/toast.tsx'

export function DeleteServer(props: { server: Server }) {
  const { remove } = useServerWrites()
  const navigate = useNavigate()
  const toast = useToast()
  const confirm = async () => {
    const { name } = props.server
    await remove(props.server)
    toast({ message: `${name} was deleted. This holds everywhere within 10 s.` })
    navigate('/servers')
  }
  return (
    <Card title="Delete">
      <div class="flex flex-wrap items-center gap-4">
        <p class="min-w-0 flex-1 basis-72 text-ink-soft">
          Ends its public URL and with it every grant, access token, rule, budget and rate limit of this
          server. The runtime itself is not touched.
        </p>
        <ConfirmButton
          label="Delete server"
          tone="danger"
          title={`Delete ${props.server.name}?`}
          typed={props.server.name}
          onConfirm={confirm}
        >
          Its grants end, also downstream, and clients are refused within 10 s. This cannot be undone. To stop
          it for a while, disable it instead.
        </ConfirmButton>
      </div>
    </Card>
  )
}
