// Why a Gateway needs review, what is held back meanwhile, and the one action that ends it.
import { createSignal, Show } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { useSession } from '../../../session/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ReviewDialog } from './review-dialog.tsx'

export function ReviewNotice(props: { gateway: Gateway }) {
  const { may } = useSession()
  const [isOpen, setOpen] = createSignal(false)
  return (
    <Show when={props.gateway.state === 'needs_review'}>
      <div class="mb-5">
        <Notice tone="warn" role="status">
          <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <div class="min-w-0 flex-1 basis-72">
              <p class="font-medium">{visibleText(props.gateway.stateReason ?? '')}</p>
              <p class="text-sm">
                Until then nobody can sign in here, and no secret or refresh token is sent. Calls go on while
                their access tokens last, then they are refused with 503 gateway_needs_review.
              </p>
            </div>
            <Show
              when={may('gateways.write')}
              fallback={<p class="text-sm">Ask somebody with the permission gateways.write to confirm.</p>}
            >
              <Button tone="primary" onClick={() => setOpen(true)}>
                Review and confirm
              </Button>
            </Show>
          </div>
        </Notice>
        <ReviewDialog gateway={props.gateway} isOpen={isOpen()} onClose={() => setOpen(false)} />
      </div>
    </Show>
  )
}
