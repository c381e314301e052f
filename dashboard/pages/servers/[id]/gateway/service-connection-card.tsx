// With whose sign-in Limen lists the tools (product.md §6); used for nothing else.
import { createSignal, Show } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useServiceConnection, useServiceConnectionWrites } from '../../../../data/service-connections.ts'
import { Ago, Moment } from '../../../../format/moment.tsx'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Badge, type Tone } from '../../../../ui/badge.tsx'
import { Button, buttonClass } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { ConfirmButton } from '../../../../ui/confirm-button.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Skeleton } from '../../../../ui/skeleton.tsx'
import { useToast } from '../../../../ui/toast.tsx'

const STATES: Readonly<Record<string, { label: string; tone: Tone }>> = {
  active: { label: 'Active', tone: 'ok' },
  refreshing: { label: 'Refreshing', tone: 'ok' },
  needs_reauth: { label: 'Needs a new sign-in', tone: 'warn' },
  revoked: { label: 'Revoked', tone: 'neutral' },
}

export function ServiceConnectionCard(props: { server: Server }) {
  const query = useServiceConnection(() => props.server.id)
  const { begin, end } = useServiceConnectionWrites()
  const { may } = useSession()
  const toast = useToast()
  const [link, setLink] = createSignal<{ url: string; expiresAt: number }>()
  const [isBusy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()

  const connect = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      setLink(await begin(props.server.id))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'Something went wrong. Try again.')
    } finally {
      setBusy(false)
    }
  }
  const disconnect = async () => {
    await end(props.server.id)
    toast({ message: 'Disconnected. This holds everywhere within 10 s.' })
  }

  return (
    <Card
      title="Service connection"
      description="Limen lists the tools with the sign-in of one person, and uses it for nothing else."
    >
      <Loaded query={query} skeleton={<Skeleton class="h-10 w-full" />}>
        {(found) => (
          <div class="space-y-4">
            <Show
              when={found().connection}
              fallback={
                <p class="text-ink-soft">
                  Nobody has connected. The tools become known from the lists that clients ask for.
                </p>
              }
            >
              {(connection) => (
                <div class="space-y-1">
                  <p class="flex flex-wrap items-center gap-2">
                    <Badge tone={STATES[connection().state]?.tone ?? 'neutral'}>
                      {STATES[connection().state]?.label ?? connection().state}
                    </Badge>
                    <span class="min-w-0 break-words">
                      {visibleText(connection().account)}, connected <Ago at={connection().connectedAt} />
                    </span>
                  </p>
                  <Show when={connection().lastError ?? connection().stateReason}>
                    {(reason) => <p class="break-words text-ink-soft">{visibleText(reason())}</p>}
                  </Show>
                </div>
              )}
            </Show>
            <Show when={problem()}>
              <p role="alert" class="text-bad">
                {problem()}
              </p>
            </Show>
            <Show when={may('tools.configure')}>
              <div class="flex flex-wrap items-center gap-2">
                <Show
                  when={link()}
                  fallback={
                    <Button isBusy={isBusy()} onClick={() => void connect()}>
                      {found().connection ? 'Connect anew' : 'Connect as yourself'}
                    </Button>
                  }
                >
                  {(open) => (
                    <>
                      <a
                        class={buttonClass('primary')}
                        href={open().url}
                        target="_blank"
                        rel="noreferrer"
                        onClick={() => setLink(undefined)}
                      >
                        Sign in (new tab)
                      </a>
                      <span class="text-sm text-ink-soft">
                        Works once, until <Moment at={open().expiresAt} />. Come back here afterwards.
                      </span>
                    </>
                  )}
                </Show>
                <Show when={found().connection && found().connection?.state !== 'revoked'}>
                  <ConfirmButton label="Disconnect" tone="quiet" title="Disconnect?" onConfirm={disconnect}>
                    Limen stops asking this runtime for its tools by itself. Calls of users go on as before.
                  </ConfirmButton>
                </Show>
              </div>
            </Show>
          </div>
        )}
      </Loaded>
    </Card>
  )
}
