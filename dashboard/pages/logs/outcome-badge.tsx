import type { LogEvent } from '../../../schema/api/logs.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'

type Outcome = LogEvent['outcome']

/** Each outcome in words, with what it says (product.md §9). */
export const OUTCOMES: Readonly<Record<Outcome, { label: string; tone: Tone; meaning: string }>> = {
  ok: { label: 'OK', tone: 'ok', meaning: 'The runtime answered.' },
  tool_error: { label: 'Tool error', tone: 'warn', meaning: 'The tool ran and said that it failed.' },
  refused: { label: 'Refused', tone: 'bad', meaning: 'Limen did not let it through.' },
  blocked: { label: 'Blocked', tone: 'bad', meaning: 'A guardrail stopped it.' },
  runtime_error: { label: 'Runtime error', tone: 'bad', meaning: 'The runtime failed or was not there.' },
  truncated: { label: 'Truncated', tone: 'warn', meaning: 'The answer of the runtime ended early.' },
  timeout: { label: 'Timeout', tone: 'bad', meaning: 'The runtime did not answer in time.' },
  cancelled: { label: 'Cancelled', tone: 'neutral', meaning: 'The client went away.' },
  too_large: { label: 'Too large', tone: 'warn', meaning: 'The body was larger than what is allowed.' },
  detached: { label: 'Detached', tone: 'neutral', meaning: 'The call went on without its client.' },
}

export function OutcomeBadge(props: { outcome: Outcome }) {
  return <Badge tone={OUTCOMES[props.outcome].tone}>{OUTCOMES[props.outcome].label}</Badge>
}
