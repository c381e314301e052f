// Cloudflare Access let somebody in, with an assertion that is not for this deployment.
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

export function RefusedAssertion() {
  return (
    <Notice tone="bad" role="alert">
      <p class="font-medium">Cloudflare Access signed you in, but not for this deployment.</p>
      <p class="mt-1">
        Its assertion has expired or is for another application. Sign in there again. If it stays, whoever
        deployed Limen compares <code class="font-mono">CLOUDFLARE_ACCESS_AUDIENCE</code> and{' '}
        <code class="font-mono">CLOUDFLARE_ACCESS_TEAM_DOMAIN</code> with the application at Cloudflare.
      </p>
      <a href="/cdn-cgi/access/logout" rel="external" class={`${buttonClass()} mt-3`}>
        Sign out at Cloudflare Access
      </a>
    </Notice>
  )
}
