// Until there is an Owner: how one got in, and what comes next.
import { A, useLocation } from '@solidjs/router'
import { Show } from 'solid-js'
import { useSession } from '../session/session.tsx'
import { Notice } from '../ui/notice.tsx'

export function BootstrapNotice() {
  const { session } = useSession()
  const location = useLocation()
  return (
    <Show when={session().kind === 'bootstrap' && location.pathname !== '/first-run'}>
      <div class="mb-6">
        <Notice tone="warn">
          You are in with the bootstrap secret, which ends when the first Owner joins.{' '}
          <A href="/first-run" class="font-medium text-accent underline">
            Invite the first Owner
          </A>
        </Notice>
      </div>
    </Show>
  )
}
