// Accepts, once the right person is signed in; says of each refusal what to do.
import { useQueryClient } from '@tanstack/solid-query'
import { Match, Show, Switch } from 'solid-js'
import { ApiProblem } from '../../data/api.ts'
import { SESSION_KEY } from '../../data/query-client.ts'
import { ROLE_NAMES } from '../../data/permissions.ts'
import { isNobody, useSessionQuery } from '../../data/session.ts'
import { visibleText } from '../../format/visible-text.ts'
import { SignInWindowButton } from '../../session/sign-in-window-button.tsx'
import { onSignedIn } from '../../session/sign-in-window.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageProblem } from '../../ui/page-problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

export function Acceptance(props: {
  email: string
  isBusy: boolean
  error: Error | null
  onAccept: () => void
  /** Somebody may have signed in as another person: what was refused to the one before is old. */
  onOtherAccount: () => void
}) {
  const client = useQueryClient()
  const session = useSessionQuery()
  const person = () => (session.isPending || session.error ? undefined : session.data)
  onSignedIn(() => {
    const before = person()?.user?.subject
    void client
      .invalidateQueries({ queryKey: SESSION_KEY })
      .then(() => person()?.user?.subject !== before && props.onOtherAccount())
  })
  return (
    <Switch fallback={<Skeleton class="h-9 w-48" />}>
      <Match when={isNobody(session.error)}>
        <p class="mb-3 text-ink-soft">
          Sign in with the account that has the address {visibleText(props.email)}. It opens in a window of
          its own; this page stays.
        </p>
        <SignInWindowButton label="Sign in to accept" />
      </Match>
      <Match when={session.error}>
        {(error) => <PageProblem error={error()} onRetry={() => void session.refetch()} />}
      </Match>
      <Match when={person()}>
        {(found) => (
          <div class="space-y-4">
            <p class="text-ink-soft">
              You are signed in as{' '}
              <span class="font-medium break-all text-ink">
                {visibleText(found().user?.email ?? found().name)}
              </span>
              .
            </p>
            <Show when={props.error}>{(error) => <Refusal error={error()} />}</Show>
            <Show
              when={found().role}
              fallback={
                <div class="flex flex-wrap gap-2">
                  <Button tone="primary" isBusy={props.isBusy} onClick={() => props.onAccept()}>
                    Accept the invitation
                  </Button>
                  <SignInWindowButton label="Use another account" isFresh isQuiet />
                </div>
              }
            >
              {(role) => (
                <>
                  <Notice tone="warn">
                    You are a member already, as {ROLE_NAMES[role()]}. An Owner or Admin can change your role;
                    the invitation stays open for the person it names.
                  </Notice>
                  <SignInWindowButton label="Use another account" isFresh isQuiet />
                </>
              )}
            </Show>
          </div>
        )}
      </Match>
    </Switch>
  )
}

function Refusal(props: { error: Error }) {
  return (
    <Notice tone="bad" role="alert">
      <p>{props.error.message}</p>
      <Show when={props.error instanceof ApiProblem && props.error.status === 403}>
        <p class="mt-1 text-sm">
          Nothing is lost: the invitation stays open for the person it names. Sign in with that account, or
          ask for an invitation of this one.
        </p>
      </Show>
    </Notice>
  )
}
