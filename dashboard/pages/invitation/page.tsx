// An invitation's link: who invites to what, the sign-in where it is needed, and the acceptance.
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { useBootstrapSecret } from '../../data/credential.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { InvitationDetail } from './invitation-detail.tsx'

export default function InvitationPage() {
  const [token, setToken] = createSignal(takeToken())
  // Whoever accepts is a person; the secret of a first run in this tab is nobody.
  useBootstrapSecret(null)
  onMount(() => {
    const onHash = () => {
      const next = takeToken()
      if (next !== undefined) setToken(next)
    }
    window.addEventListener('hashchange', onHash)
    onCleanup(() => window.removeEventListener('hashchange', onHash))
  })
  return (
    <>
      <PageHeader title="Invitation to Limen" />
      <div class="rounded-lg border border-line bg-surface">
        <Show
          when={token()}
          keyed
          fallback={
            <EmptyState title="Open the link that you were sent">
              It has the invitation in it, and this page forgets it when it is reloaded or left.
            </EmptyState>
          }
        >
          {(found) => <InvitationDetail token={found} />}
        </Show>
      </div>
    </>
  )
}

/** What stands behind `#`, taken out of the address bar and the history: from here on it is in memory only. */
function takeToken(): string | undefined {
  const token = window.location.hash.slice(1)
  if (token === '') return undefined
  window.history.replaceState(window.history.state, '', window.location.pathname)
  return token
}
