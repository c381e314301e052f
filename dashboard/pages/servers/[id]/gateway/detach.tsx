import type { Attachment } from '../../../../../schema/api/attachments.ts'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useAttachmentWrites } from '../../../../data/attachments.ts'
import { Card } from '../../../../ui/card.tsx'
import { ConfirmButton } from '../../../../ui/confirm-button.tsx'
import { useToast } from '../../../../ui/toast.tsx'

export function Detach(props: { server: Server; attachment: Attachment }) {
  const { detach } = useAttachmentWrites()
  const toast = useToast()
  const confirm = async () => {
    const { grantsEnded } = await detach(props.attachment)
    const ended =
      grantsEnded === null ? 'Its grants end as soon as they can be reached' : `${grantsEnded} grants ended`
    toast({ message: `Detached. ${ended}; this holds everywhere within 10 s.` })
  }
  return (
    <Card title="Detach">
      <div class="flex flex-wrap items-center gap-4">
        <p class="min-w-0 flex-1 basis-72 text-ink-soft">
          Ends every sign-in at this server. It never becomes open: calls are answered 503 until a Gateway is
          attached again.
        </p>
        <ConfirmButton
          label="Detach Gateway"
          tone="danger"
          title={`Detach the Gateway of ${props.server.name}?`}
          action="Detach"
          typed={props.server.name}
          onConfirm={confirm}
        >
          All tokens and grants of this server end, also downstream, and every user has to sign in again. This
          cannot be undone.
        </ConfirmButton>
      </div>
    </Card>
  )
}
