// How complete what is known of the tools is, and a button that asks the runtime now.
import { useMutation } from '@tanstack/solid-query'
import { createEffect, createSignal, Match, on, onCleanup, Show, Switch } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import type { ToolCatalog } from '../../../../../schema/api/tools.ts'
import { ApiProblem } from '../../../../data/api.ts'
import { readyData } from '../../../../data/ready-data.ts'
import { useServiceConnection } from '../../../../data/service-connections.ts'
import { useToolCatalog, useToolWrites } from '../../../../data/tools.ts'
import { Ago } from '../../../../format/moment.tsx'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { Skeleton } from '../../../../ui/skeleton.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { ServiceConnectionCard } from '../gateway/service-connection-card.tsx'

const SOURCES: Readonly<Record<NonNullable<ToolCatalog['source']>, string>> = {
  service: 'through the service connection',
  direct: 'by asking the runtime',
  passing: 'in a list that a client asked for',
}

/** While somebody signs in in the other tab. */
const LOOK_AGAIN_MS = 2_500

export function Discovery(props: { server: Server }) {
  const { may } = useSession()
  const toast = useToast()
  const catalogue = useToolCatalog(() => props.server.id)
  const { discover } = useToolWrites(() => props.server.id)
  const [isConnecting, setConnecting] = createSignal(false)
  const discovery = useMutation(() => ({
    mutationFn: discover,
    onSuccess: (found) => {
      setConnecting(false)
      toast({ message: sentenceOf(found) })
    },
    onError: (error) => setConnecting(needsConnection(error)),
  }))
  const canConnect = () => props.server.authMode === 'oauth' && props.server.attachment !== null
  const needsConnection = (error: unknown) =>
    canConnect() && error instanceof ApiProblem && error.status === 409
  // Somebody signed in for it in the other tab: now it can be done.
  const connection = useServiceConnection(() => props.server.id, isConnecting)
  createEffect(() => {
    if (!isConnecting()) return
    const timer = setInterval(() => void connection.refetch(), LOOK_AGAIN_MS)
    onCleanup(() => clearInterval(timer))
  })
  createEffect(
    on(
      () => isConnecting() && readyData(connection)?.connection?.state === 'active',
      (isActive) => isActive && !discovery.isPending && discovery.mutate(),
      { defer: true },
    ),
  )
  return (
    <>
      <Card
        title="Catalogue"
        description="The tools that the runtime has, as far as Limen has seen them."
        actions={
          <Show when={may('tools.configure')}>
            <Button isBusy={discovery.isPending} onClick={() => discovery.mutate()}>
              Discover now
            </Button>
          </Show>
        }
      >
        <div class="space-y-3">
          <Loaded query={catalogue} skeleton={<Skeleton class="h-5 w-2/3" />}>
            {(found) => <Summary catalogue={found()} />}
          </Loaded>
          <Switch>
            <Match when={discovery.isPending}>
              <p role="status" class="text-sm text-ink-soft">
                Asking the runtime for its tools. This takes up to 15 seconds.
              </p>
            </Match>
            <Match when={discovery.error}>
              {(error) => (
                <Notice tone={needsConnection(error()) ? 'warn' : 'bad'} role="alert">
                  {visibleText(error().message)}
                </Notice>
              )}
            </Match>
          </Switch>
        </div>
      </Card>
      <Show when={isConnecting()}>
        <ServiceConnectionCard server={props.server} />
      </Show>
    </>
  )
}

function Summary(props: { catalogue: ToolCatalog }) {
  const counts = () => {
    const { approved, new: fresh, changed, removed } = props.catalogue.counts
    return [
      `${approved} approved`,
      `${fresh} new`,
      `${changed} changed`,
      ...(removed > 0 ? [`${removed} removed`] : []),
    ].join(', ')
  }
  return (
    <div class="space-y-1 text-sm">
      <p>{counts()}.</p>
      <p class="text-ink-soft">
        <Show when={props.catalogue.completeAt} fallback="A complete list was never seen.">
          {(at) => (
            <>
              Last seen completely <Ago at={at()} />
              {props.catalogue.source === null ? '' : `, ${SOURCES[props.catalogue.source]}`}.
            </>
          )}
        </Show>
      </p>
      <Show when={props.catalogue.error}>
        {(error) => (
          <p class="break-words text-warn">
            The last discovery
            <Show when={props.catalogue.triedAt}>
              {(at) => (
                <>
                  {' '}
                  (<Ago at={at()} />)
                </>
              )}
            </Show>{' '}
            failed: {visibleText(error())}
          </p>
        )}
      </Show>
    </div>
  )
}

function sentenceOf({
  tools,
  written,
  removed,
}: {
  tools: number
  written: number
  removed: number
}): string {
  const total = tools === 1 ? 'The runtime has 1 tool' : `The runtime has ${tools} tools`
  return `${total}; ${written} new or changed, ${removed} gone.`
}
