// The ways to sign in that this deployment has.
import { Show } from 'solid-js'
import type { SignInMethods } from '../../data/sign-in.ts'
import { signInUrl } from '../../session/sign-in-window.ts'
import { buttonClass } from '../../ui/button.tsx'
import { BootstrapForm } from './bootstrap-form.tsx'

export function Ways(props: { methods: SignInMethods }) {
  const here = () => `${window.location.pathname}${window.location.search}`
  return (
    <div class="space-y-5 rounded-lg border border-line bg-surface p-6">
      <Show when={props.methods.oidc}>
        {(oidc) => (
          // Before there is an Owner it leads in without a role: the bootstrap secret is the way then.
          <a
            href={signInUrl(here())}
            rel="external"
            class={`${buttonClass(props.methods.bootstrap ? 'plain' : 'primary')} w-full`}
          >
            Continue with {new URL(oidc().issuer).host}
          </a>
        )}
      </Show>
      <Show when={props.methods.cloudflareAccess}>
        <p class="text-ink-soft">
          Cloudflare Access signs people in here. Open this page through its address and sign in there.
        </p>
      </Show>
      <Show when={props.methods.bootstrap}>
        <BootstrapForm />
      </Show>
      <Show when={!props.methods.oidc && !props.methods.cloudflareAccess && !props.methods.bootstrap}>
        <p class="text-ink-soft">
          No way to sign in is configured. Set <code class="font-mono">OIDC_ISSUER</code> and{' '}
          <code class="font-mono">OIDC_CLIENT_ID</code>, or Cloudflare Access, in wrangler.toml, and deploy
          again.
        </p>
      </Show>
      <p class="border-t border-line pt-4 text-sm text-ink-soft">
        Only here to see or end what clients may do in your name?{' '}
        <a href="/connections" class="text-accent underline">
          My connections
        </a>{' '}
        needs no account here.
      </p>
    </div>
  )
}
