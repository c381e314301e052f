// A new deployment, entered with the bootstrap secret: the way to the first Owner, who ends that secret.
import { Show } from 'solid-js'
import { useSession } from '../../session/session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { AfterwardsStep } from './afterwards-step.tsx'
import { InviteStep } from './invite-step.tsx'
import { SignInStep } from './sign-in-step.tsx'

export default function FirstRunPage() {
  const { session } = useSession()
  return (
    <>
      <PageHeader
        title="Set up this deployment"
        description="Three steps from the bootstrap secret to people who sign in."
      />
      <Show
        when={session().kind === 'bootstrap'}
        fallback={
          <EmptyState title="This deployment is set up">
            It has an Owner, so there is nothing to do here.
          </EmptyState>
        }
      >
        <ol class="max-w-3xl space-y-6">
          <li>
            <SignInStep />
          </li>
          <li>
            <InviteStep />
          </li>
          <li>
            <AfterwardsStep />
          </li>
        </ol>
      </Show>
    </>
  )
}
