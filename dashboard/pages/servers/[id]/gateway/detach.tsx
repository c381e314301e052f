import { createSignal } from 'solid-js'
import type { Attachment } from '../../../../../schema/api/attachments.ts'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useAttachmentWrites } from '../../../../data/attachments.ts'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { useToast } from '../../../../ui/toast.tsx'

export function Detach(props: { server: Server; attachment: Attachment }) {
  const { detach } = useAttachmentWrites()
  const toast = useToast()
  const [isAsking, setAsking] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const confirm = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { grantsEnded } = await detach(props.attachment)
      const ended =
        grantsEnded === null ? 'Its grants end as soon as they can be reached' : `${grantsEnded} grants ended`
      toast({ message: `Detached. ${ended}; this holds everywhere within 10 s.` })
      setAsking(false)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'Nothing was changed. Try again.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card title="Detach">
      <div class="flex flex-wrap items-center gap-4">
        <p class="min-w-0 flex-1 basis-72 text-ink-soft">
          Ends every sign-in at this server. It never becomes open: calls are answered 503 until a Gateway is
          attached again.
        </p>
        <Button tone="danger" onClick={() => setAsking(true)}>
          Detach Gateway
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking()}
        onClose={() => setAsking(false)}
        title={`Detach the Gateway of ${props.server.name}?`}
        action="Detach"
        typed={props.server.name}
        isBusy={isBusy()}
        error={problem()}
        onConfirm={() => void confirm()}
      >
        All tokens and grants of this server end, also downstream, and every user has to sign in again. This
        cannot be undone.
      </ConfirmDialog>
    </Card>
  )
}
