import { useMutation } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import type { ToolDetail } from '../../../../../schema/api/tools.ts'
import { useToolWrites } from '../../../../data/tools.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { approvalOf, isPinnedAgain, isWaiting } from './tool-words.ts'

/** Pins the definition that is shown. */
export function ApproveOne(props: { serverId: string; tool: ToolDetail }) {
  const { may } = useSession()
  const toast = useToast()
  const { approve } = useToolWrites(() => props.serverId)
  const approval = useMutation(() => ({
    mutationFn: () => approve(approvalOf(props.tool)),
    onSuccess: () => toast({ message: 'Approved. It holds everywhere within 10 s.' }),
  }))
  return (
    <Show when={isWaiting(props.tool)}>
      <Notice tone="warn">
        <div class="flex flex-wrap items-center gap-3">
          <p class="min-w-0 flex-1 basis-56 text-sm">
            {isPinnedAgain(props.tool)
              ? 'The runtime showed another definition, and now the one of before again. It may show others something else: until you approve it, it counts as changed.'
              : props.tool.catalogue?.state === 'changed'
                ? 'Its definition is another one than the one that was approved. Look at the change below.'
                : 'Nobody has looked at its definition yet.'}
          </p>
          <Show when={may('tools.configure')}>
            <Button tone="primary" isBusy={approval.isPending} onClick={() => approval.mutate()}>
              Approve this definition
            </Button>
          </Show>
        </div>
        <Show when={approval.error}>
          {(error) => (
            <p role="alert" class="mt-2 text-bad">
              {error().message}
            </p>
          )}
        </Show>
      </Notice>
    </Show>
  )
}
