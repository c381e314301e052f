import { createSignal, Show } from 'solid-js'
import { readyData } from '../data/ready-data.ts'
import { useSignInMethods } from '../data/sign-in.ts'
import { Button } from '../ui/button.tsx'
import { openSignInWindow } from './sign-in-window.ts'

/** Opens the sign-in in a window of its own; `isFresh` lets the person choose another account there. */
export function SignInWindowButton(props: { label: string; isFresh?: boolean; isQuiet?: boolean }) {
  const methods = useSignInMethods()
  const [isBlocked, setBlocked] = createSignal(false)
  const open = () =>
    setBlocked(
      !openSignInWindow({ isFresh: props.isFresh ?? false, hasOidc: Boolean(readyData(methods)?.oidc) }),
    )
  return (
    <div>
      <Button tone={props.isQuiet ? 'plain' : 'primary'} isBusy={methods.isPending} onClick={open}>
        {props.label}
      </Button>
      <Show when={isBlocked()}>
        <p role="alert" class="mt-2 max-w-xs text-sm text-bad">
          The browser kept the window closed. Allow windows for this page, then try again.
        </p>
      </Show>
    </div>
  )
}
