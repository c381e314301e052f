// What becomes of the bootstrap secret, and whether it has happened already.
import { useQuery } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import { api } from '../../data/api.ts'
import { useBootstrapSecret } from '../../data/credential.ts'
import { readyData } from '../../data/ready-data.ts'
import type { SignInMethods } from '../../data/sign-in.ts'
import { Button, Spinner } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'

const LOOK_MS = 4_000

export function AfterwardsStep() {
  const methods = useQuery(() => ({
    queryKey: ['sign-in', 'first-owner'],
    queryFn: ({ signal }) => api<SignInMethods>('/sign-in', { signal }),
    refetchInterval: LOOK_MS,
  }))
  const isThere = () => readyData(methods)?.bootstrap === false
  const leave = () => {
    useBootstrapSecret(null)
    window.location.assign('/')
  }
  return (
    <Card title="3. The bootstrap secret ends">
      <div class="space-y-4">
        <Show
          when={isThere()}
          fallback={
            <p role="status" class="flex items-center gap-2.5">
              <Spinner /> Waiting for the first Owner to open the link and sign in.
            </p>
          }
        >
          <Notice role="status">
            <p class="mb-3 font-medium">The first Owner is here.</p>
            <Button tone="primary" onClick={leave}>
              Sign in as yourself
            </Button>
          </Notice>
        </Show>
        <ul class="list-disc space-y-1 pl-5 text-ink-soft">
          <li>
            From the moment the first Owner joins, <code class="font-mono">ADMIN_SECRET</code> is refused
            everywhere. API keys that were made with it stay.
          </li>
          <li>
            You may then take it away: <code class="font-mono">wrangler secret delete ADMIN_SECRET</code>.
          </li>
          <li>Should every Owner be lost one day, setting it again opens this page again.</li>
        </ul>
      </div>
    </Card>
  )
}
