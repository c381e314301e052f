import type { RequestState } from '../../../data/library-requests.ts'
import { Badge, type Tone } from '../../../ui/badge.tsx'

export const REQUEST_STATES: Readonly<Record<RequestState, { label: string; tone: Tone }>> = {
  open: { label: 'Open', tone: 'accent' },
  installed: { label: 'Installed', tone: 'ok' },
  dismissed: { label: 'Dismissed', tone: 'neutral' },
}

export function RequestStateBadge(props: { state: RequestState }) {
  return <Badge tone={REQUEST_STATES[props.state].tone}>{REQUEST_STATES[props.state].label}</Badge>
}
