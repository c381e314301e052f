// All that wait and are shown, approved at once after one look at their names.
import { useMutation } from '@tanstack/solid-query'
import { createSignal, For, Show } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import type { ToolPolicyView } from '../../../../../schema/api/tools.ts'
import { useToolWrites } from '../../../../data/tools.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { approvalOf, isWaiting, stateWords } from './tool-words.ts'

/** As many as one request takes. */
const AT_ONCE_MAX = 500

export function ApproveAll(props: { server: Server; shown: readonly ToolPolicyView[]; isFiltered: boolean }) {
  const { may } = useSession()
  const toast = useToast()
  const { approve } = useToolWrites(() => props.server.id)
  const [isOpen, setOpen] = createSignal(false)
  const waiting = () => props.shown.filter(isWaiting).slice(0, AT_ONCE_MAX)
  const changed = () => waiting().filter(({ catalogue }) => catalogue?.state === 'changed').length
  const approval = useMutation(() => ({
    mutationFn: () => approve(waiting().flatMap(approvalOf)),
    onSuccess: ({ approved }) => {
      setOpen(false)
      toast({ message: `${approved.length} approved. It holds everywhere within 10 s.` })
    },
  }))
  const open = () => {
    approval.reset()
    setOpen(true)
  }
  return (
    <Show when={waiting().length > 0 && may('tools.configure')}>
      <div class="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3">
        <p class="min-w-0 flex-1 basis-60 text-sm">
          {waiting().length === 1 ? '1 tool waits' : `${waiting().length} tools wait`} for somebody to look at{' '}
          {waiting().length === 1 ? 'it' : 'them'}
          {props.isFiltered ? ' among those shown' : ''}.
        </p>
        <Button onClick={open}>Approve all {waiting().length}</Button>
      </div>
      <Dialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={`Approve ${waiting().length} ${waiting().length === 1 ? 'tool' : 'tools'}?`}
      >
        <div class="space-y-4">
          <p class="text-ink-soft">
            Their definitions are pinned as they are now. What changes later waits for approval again.
            <Show when={changed() > 0}>
              {' '}
              {changed() === 1 ? 'One has' : `${changed()} have`} changed: open{' '}
              {changed() === 1 ? 'it' : 'them'} first to see how.
            </Show>
          </p>
          <ul class="max-h-72 space-y-1 overflow-y-auto rounded-md border border-line p-2" tabIndex={0}>
            <For each={waiting()}>
              {(tool) => (
                <li class="flex items-center gap-2">
                  <code
                    class="min-w-0 flex-1 truncate font-mono text-[0.8125rem]"
                    title={visibleText(tool.name)}
                  >
                    {visibleText(tool.name)}
                  </code>
                  <Badge tone={stateWords(tool).tone}>{stateWords(tool).label}</Badge>
                </li>
              )}
            </For>
          </ul>
          <Show when={approval.error}>
            {(error) => (
              <p role="alert" class="text-bad">
                {error().message}
              </p>
            )}
          </Show>
          <div class="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button tone="primary" isBusy={approval.isPending} onClick={() => approval.mutate()}>
              Approve
            </Button>
          </div>
        </div>
      </Dialog>
    </Show>
  )
}
