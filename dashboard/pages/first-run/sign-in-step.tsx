import { Match, Switch } from 'solid-js'
import { useSignInMethods } from '../../data/sign-in.ts'
import { visibleText } from '../../format/visible-text.ts'
import { Card } from '../../ui/card.tsx'
import { CopyField } from '../../ui/copy-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

/** Nobody can become an Owner where nobody can sign in. */
export function SignInStep() {
  const methods = useSignInMethods()
  return (
    <Card title="1. How people sign in">
      <Loaded query={methods} skeleton={<Skeleton class="h-10 w-full" />}>
        {(found) => (
          <Switch
            fallback={
              <Notice tone="warn">
                Nobody can sign in yet. Set <code class="font-mono">OIDC_ISSUER</code> and{' '}
                <code class="font-mono">OIDC_CLIENT_ID</code>, or Cloudflare Access, in wrangler.toml, and
                deploy again. The README names every variable.
              </Notice>
            }
          >
            <Match when={found().oidc}>
              {(oidc) => (
                <div class="space-y-4">
                  <p>
                    People sign in at <span class="font-medium break-all">{visibleText(oidc().issuer)}</span>.
                    This address must be registered there as a redirect URI:
                  </p>
                  <CopyField
                    label="Redirect URI"
                    value={`${new URL(oidc().startUrl).origin}/api/v1/sign-in/callback`}
                  />
                </div>
              )}
            </Match>
            <Match when={found().cloudflareAccess}>
              <p>Cloudflare Access stands in front of this dashboard and signs people in.</p>
            </Match>
          </Switch>
        )}
      </Loaded>
    </Card>
  )
}
