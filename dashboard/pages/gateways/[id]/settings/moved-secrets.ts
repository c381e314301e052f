// Whether an edit moves the authorization server or its token endpoint to another origin (product.md §2). Pure.
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import type { GatewayValues } from '../../form/gateway-values.ts'

/** The new host, or undefined where nothing moves. */
export function movedSecrets(
  gateway: Pick<Gateway, 'authorizationServerUrl' | 'endpoints'>,
  values: Pick<GatewayValues, 'authorizationServerUrl' | 'endpoints'>,
): string | undefined {
  return (
    movedTo(gateway.authorizationServerUrl, values.authorizationServerUrl) ??
    movedTo(gateway.endpoints?.token_endpoint ?? '', values.endpoints.token_endpoint)
  )
}

function movedTo(before: string, after: string): string | undefined {
  if (!URL.canParse(before) || !URL.canParse(after)) return undefined
  const { origin, host } = new URL(after)
  return origin === new URL(before).origin ? undefined : host
}
