// What the authorization server last said of itself, what is pinned against it, and asking again.
import { useMutation } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import { useGatewayWrites } from '../../../data/gateways.ts'
import { Ago } from '../../../format/moment.tsx'
import { visibleText } from '../../../format/visible-text.ts'
import { useSession } from '../../../session/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { FindingList } from '../form/finding-list.tsx'
import { MetadataFacts } from '../form/metadata-facts.tsx'
import { ENDPOINT_FIELDS } from '../form/gateway-values.ts'

export function DiscoveryCard(props: { gateway: Gateway }) {
  const { may } = useSession()
  const { discover } = useGatewayWrites()
  const toast = useToast()
  const again = useMutation(() => ({
    mutationFn: () => discover(props.gateway.id),
    onSuccess: (gateway: Gateway) => toast({ message: outcomeOf(gateway) }),
    onError: (error: Error) => toast({ tone: 'bad', message: error.message }),
  }))
  const overrides = () =>
    ENDPOINT_FIELDS.filter((field) => props.gateway.manualOverrides.includes(field)).map((field) => ({
      name: field,
      value: (
        <span class="font-mono text-[0.8125rem] break-all">
          {visibleText(props.gateway.endpoints?.[field] ?? 'None')}
        </span>
      ),
    }))
  return (
    <>
      <Show when={overrides().length > 0}>
        <Card
          title="Pinned endpoints"
          description="Entered by hand. They beat what discovery finds; change them in the settings."
          flush
        >
          <Facts facts={overrides()} />
        </Card>
      </Show>
      <Card
        title="Discovery"
        description={
          <Show when={props.gateway.discovery} fallback="The authorization server was never asked.">
            {(report) => (
              <>
                Asked <Ago at={report().at} />
              </>
            )}
          </Show>
        }
        actions={
          may('gateways.write') && (
            <Button isBusy={again.isPending} onClick={() => again.mutate()}>
              Discover again
            </Button>
          )
        }
        flush
      >
        <Show when={props.gateway.discovery}>
          {(report) => (
            <>
              <div class="px-4 pb-2 has-[ul:empty]:hidden">
                <FindingList findings={report().findings} />
              </div>
              <Show
                when={report().metadata}
                fallback={<p class="px-4 py-3 text-ink-soft">It published no metadata that could be read.</p>}
              >
                {(metadata) => <MetadataFacts metadata={metadata()} url={report().url} />}
              </Show>
            </>
          )}
        </Show>
      </Card>
    </>
  )
}

function outcomeOf(gateway: Gateway): string {
  if (gateway.state === 'needs_review')
    return 'The authorization server names other endpoints now. Review them.'
  const hasFault = gateway.discovery?.findings.some(({ level }) => level === 'error') === true
  return hasFault ? 'Discovery found a problem; nothing was changed.' : 'Nothing has changed.'
}
