// The words for the state of a grant.
import { Badge, type Tone } from '../ui/badge.tsx'

export type GrantState = 'active' | 'refreshing' | 'needs_reauth' | 'revoked'

export const GRANT_STATES: Readonly<Record<GrantState, { label: string; tone: Tone }>> = {
  active: { label: 'Active', tone: 'ok' },
  refreshing: { label: 'Refreshing', tone: 'accent' },
  needs_reauth: { label: 'Needs sign-in', tone: 'warn' },
  revoked: { label: 'Revoked', tone: 'neutral' },
}

export function GrantStateBadge(props: { state: GrantState }) {
  return <Badge tone={GRANT_STATES[props.state].tone}>{GRANT_STATES[props.state].label}</Badge>
}
