// Mode `oauth`: a Gateway that is there, a new one, or later; with the reuse rule of product.md §2.
import { Show } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import type { ProbeAnswer } from '../../../../schema/api/probe.ts'
import { readyData } from '../../../data/ready-data.ts'
import { useGateways } from '../../../data/gateways.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { useSession } from '../../../session/session.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { GatewayChoice, isNamedBy } from '../gateway-choice.tsx'
import { NEW_GATEWAY, type ServerForm } from './create-server-form.ts'

export function GatewayPick(props: { form: ServerForm; oauth: ProbeAnswer['oauth'] | undefined }) {
  const { may } = useSession()
  const mayAttach = () => may('gateways.read') && may('gateways.attach')
  const gateways = useGateways(mayAttach)
  const chosen = () => readyData(gateways)?.gateways.find(({ id }) => id === props.form.values.gatewayId)
  const isOther = (gateway: Gateway) => {
    const named = props.oauth?.authorizationServers ?? []
    return named.length > 0 && !isNamedBy(named, gateway)
  }
  return (
    <Show
      when={mayAttach()}
      fallback={
        <Notice>
          You may add the server, but not attach a Gateway. Ask somebody with the permission{' '}
          <code class="font-mono">gateways.attach</code> to do it; until then calls are answered 503.
        </Notice>
      }
    >
      <Loaded query={gateways} skeleton={<Skeleton class="h-24 w-full" />}>
        {(found) => (
          <GatewayChoice
            gateways={found().gateways}
            authorizationServers={props.oauth?.authorizationServers ?? []}
            value={props.form.values.gatewayId}
            onChange={(id) => props.form.set('gatewayId', id)}
            others={[
              ...(may('gateways.write')
                ? [
                    {
                      value: NEW_GATEWAY,
                      label: 'Create a Gateway',
                      hint: 'You go on there as soon as the server is added.',
                    },
                  ]
                : []),
              { value: '', label: 'Decide later', hint: 'Calls are answered 503 until one is attached.' },
            ]}
          />
        )}
      </Loaded>
      <Show when={chosen()}>
        {(gateway) => (
          <Notice tone={isOther(gateway()) ? 'warn' : 'neutral'}>
            <Show when={isOther(gateway())}>
              <p class="font-medium">
                The runtime names another authorization server:{' '}
                {visibleText(props.oauth?.authorizationServers.join(', ') ?? '')}.
              </p>
            </Show>
            <p>
              From then on the runtime at{' '}
              <code class="font-mono break-all">{visibleText(props.form.values.runtimeUrl.trim())}</code> gets
              the downstream tokens of every user who signs in here.
            </p>
          </Notice>
        )}
      </Show>
      <Show when={props.form.values.gatewayId === NEW_GATEWAY && props.oauth?.registration === 'by_hand'}>
        <Notice tone="warn">
          This provider does not let clients register by themselves. Have a client id and secret from it
          ready; the Gateway shows the callback URL to enter there.
        </Notice>
      </Show>
    </Show>
  )
}
