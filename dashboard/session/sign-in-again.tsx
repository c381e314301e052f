// A session that ended in the middle of work: the sign-in happens in a window of its own, and the page goes on.
import { createSignal, Show } from 'solid-js'
import { readyData } from '../data/ready-data.ts'
import { useSignInMethods } from '../data/sign-in.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SignInWindowButton } from './sign-in-window-button.tsx'
import { onComeBack, signInUrl } from './sign-in-window.ts'

/** `onComeBack`: whoever comes back may have signed in elsewhere. */
export function SignInAgain(props: { isAsked: boolean; name: string; onComeBack: () => void }) {
  return (
    <Show when={props.isAsked}>
      <Question name={props.name} onComeBack={() => props.onComeBack()} />
    </Show>
  )
}

function Question(props: { name: string; onComeBack: () => void }) {
  const methods = useSignInMethods()
  const [isOpen, setOpen] = createSignal(true)
  onComeBack(() => props.onComeBack())
  const here = () => `${window.location.pathname}${window.location.search}`
  return (
    <>
      <Dialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title="Your session ended"
        description="Nothing on this page is lost. Sign in again, then go on where you were."
      >
        <div class="space-y-4">
          <p class="text-ink-soft">
            You were signed in as{' '}
            <span class="font-medium break-all text-ink">{visibleText(props.name)}</span>. Whoever signs in as
            somebody else starts afresh.
          </p>
          <div class="flex flex-wrap justify-end gap-2">
            <Show when={readyData(methods)?.oidc}>
              <a
                href={signInUrl(here())}
                rel="external"
                class="self-center px-2 text-sm text-ink-soft underline"
              >
                Sign in here, without what I typed
              </a>
            </Show>
            <SignInWindowButton label="Sign in again" />
          </div>
        </div>
      </Dialog>
      <Show when={!isOpen()}>
        <div
          role="alert"
          // Above other dialogs too; a click on it closes none of them.
          data-kb-top-layer=""
          class="pointer-events-auto fixed inset-x-4 bottom-4 z-50 mx-auto flex max-w-xl flex-wrap items-center gap-3 rounded-lg border border-warn bg-warn-soft px-4 py-2.5 text-sm shadow-lg"
        >
          <span class="min-w-0 flex-1">Your session ended. What you do now is not saved.</span>
          <Button onClick={() => setOpen(true)}>Sign in again</Button>
        </div>
      </Show>
    </>
  )
}
