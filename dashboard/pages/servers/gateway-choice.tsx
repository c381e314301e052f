// Picks a Gateway; those that lead to where the runtime sends its users come first.
import type { JSX } from 'solid-js'
import type { Gateway } from '../../../schema/api/gateways.ts'
import { visibleText } from '../../format/visible-text.ts'
import { ChoiceField, type Choice } from '../../ui/choice-field.tsx'

export function GatewayChoice(props: {
  gateways: readonly Gateway[]
  /** What the runtime names; empty where it was not asked. */
  authorizationServers: readonly string[]
  value: string
  onChange: (id: string) => void
  others?: readonly Choice<string>[]
  error?: string | undefined
}) {
  const isNamed = (gateway: Gateway) => isNamedBy(props.authorizationServers, gateway)
  const choices = (): Choice<string>[] =>
    props.gateways
      .toSorted((one, other) => Number(isNamed(other)) - Number(isNamed(one)))
      .map((gateway) => ({ value: gateway.id, label: gateway.name, hint: hintOf(gateway, isNamed(gateway)) }))
  return (
    <div class="space-y-2">
      <p class="text-sm text-ink-soft">
        Servers may share a Gateway when the authorization server, client id, resource or audience and
        identity rules are the same. Only the scopes may differ from server to server.
      </p>
      <ChoiceField
        legend="Gateway"
        value={props.value}
        choices={[...choices(), ...(props.others ?? [])]}
        onChange={props.onChange}
        error={props.error}
      />
    </div>
  )
}

/** Whether the Gateway leads to one of the authorization servers that a runtime names. */
export function isNamedBy(
  authorizationServers: readonly string[],
  { authorizationServerUrl, endpoints }: Pick<Gateway, 'authorizationServerUrl' | 'endpoints'>,
): boolean {
  return authorizationServers.some(
    (url) => isSameUrl(url, authorizationServerUrl) || isSameUrl(url, endpoints?.issuer ?? ''),
  )
}

function hintOf(gateway: Gateway, isNamed: boolean): JSX.Element {
  return (
    <span class="break-words">
      {isNamed && 'Same authorization server · '}
      {visibleText(gateway.authorizationServerUrl)}
      {gateway.state === 'needs_review' && ' · needs review'}
    </span>
  )
}

function isSameUrl(one: string, other: string): boolean {
  return one.replace(/\/$/, '') === other.replace(/\/$/, '')
}
