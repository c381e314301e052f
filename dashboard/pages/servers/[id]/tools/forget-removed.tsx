// What the runtime no longer has stays in the catalogue, pinned, until somebody says that it may be forgotten.
import { useMutation } from '@tanstack/solid-query'
import { createSignal, Show } from 'solid-js'
import type { ToolPolicyView } from '../../../../../schema/api/tools.ts'
import { useToolWrites } from '../../../../data/tools.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { useToast } from '../../../../ui/toast.tsx'

export function ForgetRemoved(props: { serverId: string; tools: readonly ToolPolicyView[] }) {
  const { may } = useSession()
  const toast = useToast()
  const { forgetRemoved } = useToolWrites(() => props.serverId)
  const [isOpen, setOpen] = createSignal(false)
  const removed = () => props.tools.filter(({ catalogue }) => catalogue?.state === 'removed').length
  const words = () => (removed() === 1 ? '1 tool is' : `${removed()} tools are`)
  const forgetting = useMutation(() => ({
    mutationFn: forgetRemoved,
    onSuccess: ({ forgotten }) => {
      setOpen(false)
      toast({ message: `${forgotten} forgotten.` })
    },
  }))
  const open = () => {
    forgetting.reset()
    setOpen(true)
  }
  return (
    <Show when={removed() > 0 && may('tools.configure')}>
      <div class="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3">
        <p class="min-w-0 flex-1 basis-60 text-sm">{words()} gone from the runtime.</p>
        <Button onClick={open}>Forget {removed() === 1 ? 'it' : 'them'}</Button>
      </div>
      <ConfirmDialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={removed() === 1 ? 'Forget 1 tool?' : `Forget ${removed()} tools?`}
        action="Forget"
        isBusy={forgetting.isPending}
        error={forgetting.error?.message}
        onConfirm={() => forgetting.mutate()}
      >
        What was pinned and approved of {removed() === 1 ? 'it' : 'them'} goes too: a tool that comes back is
        a new one. Policies stay.
      </ConfirmDialog>
    </Show>
  )
}
