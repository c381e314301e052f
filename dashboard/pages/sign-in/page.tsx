// Who is not signed in sees this in the place of any page, and comes back to that page.
import { useQueryClient } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import type { Session } from '../../../schema/api/session.ts'
import { SESSION_KEY } from '../../data/query-client.ts'
import { isRefusedAssertion } from '../../data/session.ts'
import { useSignInMethods } from '../../data/sign-in.ts'
import { PlainFrame } from '../../shell/plain-frame.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { RefusedAssertion } from './refused-assertion.tsx'
import { Ways } from './ways.tsx'

export default function SignInPage() {
  const client = useQueryClient()
  const methods = useSignInMethods()
  const wasBootstrap = () => client.getQueryData<Session>(SESSION_KEY)?.kind === 'bootstrap'
  // While the assertion comes with every request, no other way to sign in counts.
  const isRefused = isRefusedAssertion(client.getQueryState(SESSION_KEY)?.error)
  return (
    <PlainFrame>
      <PageHeader title="Sign in to Limen" />
      <Show when={wasBootstrap()}>
        <div class="mb-4">
          <Notice role="status">
            The first Owner has joined, so the bootstrap secret has ended. Sign in with your own account.
          </Notice>
        </div>
      </Show>
      <Show when={!isRefused} fallback={<RefusedAssertion />}>
        <Loaded query={methods}>{(found) => <Ways methods={found()} />}</Loaded>
      </Show>
    </PlainFrame>
  )
}
