import { Show } from 'solid-js'
import { Button, buttonClass, Spinner } from '../../../../../ui/button.tsx'
import type { PendingSignIn } from './create-inspector.ts'

/** Says that the other window is waited for, and opens it where the browser did not. */
export function SignInWait(props: { pending: PendingSignIn; onCancel: () => void }) {
  return (
    <div role="status" class="flex flex-wrap items-center gap-3">
      <Spinner />
      <span class="min-w-0 flex-1 basis-60">
        {props.pending.isBlocked
          ? 'Your browser opened no window. Open the sign-in yourself; this page waits for it.'
          : 'Sign in and allow the inspector in the other window. This page waits for it.'}
      </span>
      <a
        class={buttonClass(props.pending.isBlocked ? 'primary' : 'plain')}
        href={props.pending.url}
        target="_blank"
        rel="noreferrer"
      >
        <Show when={props.pending.isBlocked} fallback="Open it again">
          Open the sign-in
        </Show>
      </a>
      <Button tone="quiet" onClick={props.onCancel}>
        Cancel
      </Button>
    </div>
  )
}
