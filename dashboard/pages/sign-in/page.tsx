// Who is not signed in sees this in the place of any page, and comes back to that page.
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, Match, Show, Switch } from 'solid-js'
import type { z } from 'zod'
import type { signInMethods } from '../../../schema/api/session.ts'
import type { Session } from '../../../schema/api/session.ts'
import { api, ApiProblem } from '../../data/api.ts'
import { useBootstrapSecret } from '../../data/credential.ts'
import { SESSION_KEY } from '../../data/query-client.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { PageProblem } from '../../ui/page-problem.tsx'
import { PageSkeleton } from '../../ui/skeleton.tsx'

type Methods = z.infer<typeof signInMethods>

export default function SignInPage() {
  const methods = useQuery(() => ({
    queryKey: ['sign-in'],
    queryFn: ({ signal }) => api<Methods>('/sign-in', { signal }),
  }))
  return (
    <main class="mx-auto max-w-md px-4 py-[12vh]">
      <div class="mb-6 flex items-center gap-2.5">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <h1 class="text-xl font-semibold">Sign in to Limen</h1>
      </div>
      <Switch fallback={<PageSkeleton />}>
        <Match when={methods.error}>
          {(error) => <PageProblem error={error()} onRetry={() => void methods.refetch()} />}
        </Match>
        <Match when={methods.data}>{(found) => <Ways methods={found()} />}</Match>
      </Switch>
    </main>
  )
}

function Ways(props: { methods: Methods }) {
  const startUrl = () => {
    const start = props.methods.oidc?.startUrl
    if (!start) return undefined
    const url = new URL(start, window.location.origin)
    url.searchParams.set('returnTo', `${window.location.pathname}${window.location.search}`)
    return url.href
  }
  return (
    <div class="space-y-4 rounded-lg border border-line bg-surface p-6">
      <Show when={startUrl()}>
        {(href) => (
          <a href={href()} class={`${buttonClass('primary')} w-full`}>
            Continue with {new URL(props.methods.oidc?.issuer ?? href()).host}
          </a>
        )}
      </Show>
      <Show when={props.methods.cloudflareAccess}>
        <p class="text-ink-soft">
          Cloudflare Access signs people in here. Open this page through its address and sign in there.
        </p>
      </Show>
      <Show when={props.methods.bootstrap}>
        <Bootstrap />
      </Show>
      <Show when={!props.methods.oidc && !props.methods.cloudflareAccess && !props.methods.bootstrap}>
        <p class="text-ink-soft">
          No way to sign in is configured. Set <code class="font-mono">OIDC_ISSUER</code> or Cloudflare Access
          in wrangler.toml, and deploy again.
        </p>
      </Show>
    </div>
  )
}

/** A new deployment: the secret is held by this page alone, until there is an Owner. */
function Bootstrap() {
  const client = useQueryClient()
  const [secret, setSecret] = createSignal('')
  const [error, setError] = createSignal<string>()
  const [isBusy, setBusy] = createSignal(false)
  const submit = async () => {
    setBusy(true)
    setError(undefined)
    useBootstrapSecret(secret())
    try {
      client.setQueryData(SESSION_KEY, await api<Session>('/session'))
    } catch (thrown) {
      useBootstrapSecret(null)
      const isWrong = thrown instanceof ApiProblem && thrown.status === 401
      setError(
        isWrong ? 'This is not the ADMIN_SECRET of the deployment.' : String((thrown as Error).message),
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      class="space-y-3"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <p class="text-ink-soft">
        This deployment has no Owner yet. Enter its <code class="font-mono">ADMIN_SECRET</code> to set it up
        and to invite the first one.
      </p>
      <TextField
        label="Bootstrap secret"
        type="password"
        autocomplete="current-password"
        value={secret()}
        onInput={setSecret}
        error={error()}
        hint="It stays in this page: a reload asks for it again."
      />
      <Button type="submit" tone="primary" class="w-full" isBusy={isBusy()} disabled={secret() === ''}>
        Continue
      </Button>
    </form>
  )
}
