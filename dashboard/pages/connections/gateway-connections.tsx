// One's own connections at one Gateway, for as long as the sign-in there holds.
import { createEffect, createSignal, Show } from 'solid-js'
import {
  useConnections,
  useSignInsChanged,
  useSignOutOfConnections,
  type ConnectionSignIn,
} from '../../data/connections.ts'
import { isNobody } from '../../data/session.ts'
import { Ago } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { useToast } from '../../ui/toast.tsx'
import { ConnectionTable } from './connection-table.tsx'
import { EndAllDialog } from './end-all-dialog.tsx'

export function GatewayConnections(props: { signIn: ConnectionSignIn }) {
  const connections = useConnections(() => props.signIn.gatewayId)
  const signOut = useSignOutOfConnections()
  const changed = useSignInsChanged()
  const toast = useToast()
  const [isEndingAll, setEndingAll] = createSignal(false)
  // The half hour is over, or the sign-in was ended elsewhere: the way in takes this card's place.
  createEffect(() => {
    if (!isNobody(connections.error)) return
    toast({ message: `Your sign-in at ${props.signIn.gatewayName} ended. Sign in there again to go on.` })
    changed()
  })
  const { identity } = props.signIn
  return (
    <Card
      title={props.signIn.gatewayName}
      description={
        <span class="break-all">
          Signed in as {visibleText(identity.email ?? identity.displayName ?? identity.subject)} at{' '}
          {new URL(identity.issuer).host}; ends <Ago at={props.signIn.sessionExpiresAt} />
        </span>
      }
      actions={
        <Button
          tone="quiet"
          aria-label={`Sign out of ${props.signIn.gatewayName}`}
          isBusy={signOut.isPending}
          onClick={() => signOut.mutate(props.signIn.gatewayId)}
        >
          Sign out
        </Button>
      }
      flush
    >
      <Loaded query={connections}>
        {(data) => {
          const rows = () => data().pages.flatMap((page) => page.connections)
          return (
            <Show
              when={rows().length > 0}
              fallback={
                <EmptyState title="No client is connected in your name">
                  A client that you let in at a server of this Gateway is listed here, and can be ended here.
                </EmptyState>
              }
            >
              <ConnectionTable gatewayId={props.signIn.gatewayId} connections={rows()} />
              <MoreButton query={connections} />
              <Show when={rows().some(({ state }) => state !== 'revoked')}>
                <div class="flex flex-wrap items-center gap-3 border-t border-line p-4">
                  <p class="min-w-0 flex-1 basis-64 text-sm text-ink-soft">
                    Ending a connection signs that client out within 10 seconds; it has to ask you again. Your
                    data stays where it is.
                  </p>
                  <Button tone="danger" onClick={() => setEndingAll(true)}>
                    End all connections
                  </Button>
                </div>
              </Show>
              <EndAllDialog
                isOpen={isEndingAll()}
                signIn={props.signIn}
                onClose={() => setEndingAll(false)}
              />
            </Show>
          )
        }}
      </Loaded>
    </Card>
  )
}
