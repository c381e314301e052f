// The words for the state of a Gateway.
import type { Gateway } from '../../schema/api/gateways.ts'
import { Badge, type Tone } from '../ui/badge.tsx'

export const GATEWAY_STATES: Readonly<Record<Gateway['state'], { label: string; tone: Tone }>> = {
  ready: { label: 'Ready', tone: 'ok' },
  needs_review: { label: 'Needs review', tone: 'warn' },
}

export function GatewayStateBadge(props: { state: Gateway['state'] }) {
  return <Badge tone={GATEWAY_STATES[props.state].tone}>{GATEWAY_STATES[props.state].label}</Badge>
}
