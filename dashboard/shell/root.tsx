// Which frame a page stands in: the whole dashboard for who is signed in; two places open to everybody.
import { useLocation } from '@solidjs/router'
import { lazy, Match, Switch, type ParentProps } from 'solid-js'
import { SessionProvider } from '../session/session.tsx'
import { SIGNED_IN_PATH } from '../session/sign-in-window.ts'
import { ToastProvider } from '../ui/toast.tsx'
import { PlainFrame } from './plain-frame.tsx'
import { Shell } from './shell.tsx'

const SignInPage = lazy(() => import('../pages/sign-in/page.tsx'))

/** Never in the shell: a person comes here from a link, or only passes through. */
const PLAIN: readonly string[] = ['/invitation', '/inspector-callback', SIGNED_IN_PATH]

/** In the shell for who is signed in, and open to who is not: a Gateway's own sign-in lets them in (product.md §5). */
const OPEN = '/connections'

export function Root(props: ParentProps) {
  const location = useLocation()
  return (
    <ToastProvider>
      <Switch
        fallback={
          <SessionProvider
            signIn={
              location.pathname === OPEN ? <PlainFrame isWide>{props.children}</PlainFrame> : <SignInPage />
            }
          >
            <Shell>{props.children}</Shell>
          </SessionProvider>
        }
      >
        <Match when={PLAIN.includes(location.pathname)}>
          <PlainFrame>{props.children}</PlainFrame>
        </Match>
      </Switch>
    </ToastProvider>
  )
}
