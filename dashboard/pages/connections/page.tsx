// *My connections* (product.md §5): what clients may do in a person's name, and that person's own keys. It stands open
// to who has no account at this deployment: each Gateway's own sign-in lets its users in.
import { For, Show } from 'solid-js'
import { useConnectionSignIns } from '../../data/connections.ts'
import { findSession } from '../../session/session.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { GatewayConnections } from './gateway-connections.tsx'
import { OwnKeyList } from './own-key-list.tsx'
import { SignInElsewhere } from './sign-in-elsewhere.tsx'
import { SignInForKeys } from './sign-in-for-keys.tsx'

export default function ConnectionsPage() {
  const signIns = useConnectionSignIns()
  const session = findSession()
  return (
    <>
      <PageHeader
        title="My connections"
        description="Which clients may act in your name, and the keys you gave. You see what is yours, and nobody else’s."
      />
      <Loaded query={signIns}>
        {(data) => (
          <div class="space-y-6">
            <For each={data().signIns}>{(signIn) => <GatewayConnections signIn={signIn} />}</For>
            <SignInElsewhere signedIn={data().signIns} />
            <Show when={session?.session().user} fallback={!session && <SignInForKeys />}>
              <OwnKeyList />
            </Show>
          </div>
        )}
      </Loaded>
    </>
  )
}
