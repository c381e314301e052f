// The words for the state of a Gateway.
import type { Gateway } from '../../schema/api/gateways.ts'
import { Badge } from '../ui/badge.tsx'

export function GatewayStateBadge(props: { state: Gateway['state'] }) {
  return (
    <Badge tone={props.state === 'ready' ? 'ok' : 'warn'}>
      {props.state === 'ready' ? 'Ready' : 'Needs review'}
    </Badge>
  )
}
