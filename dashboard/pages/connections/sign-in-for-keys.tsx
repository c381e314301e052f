// For who is not signed in at the deployment: own keys need that sign-in.
import { useSignInMethods } from '../../data/sign-in.ts'
import { readyData } from '../../data/ready-data.ts'
import { signInUrl } from '../../session/sign-in-window.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Unread } from '../../ui/unread.tsx'

export function SignInForKeys() {
  const methods = useSignInMethods()
  return (
    <Card title="My keys">
      <p class="text-ink-soft">
        Some servers want a key of your own in place of a sign-in. To see and set yours, sign in to this
        deployment; you need no role here.
      </p>
      <Unread query={methods} what="how one signs in here" />
      {readyData(methods)?.oidc && (
        <a href={signInUrl('/connections')} rel="external" class={`${buttonClass('plain')} mt-4`}>
          Sign in to this deployment
        </a>
      )}
    </Card>
  )
}
