import { A } from '@solidjs/router'
import type { LogEvent } from '../../../schema/api/logs.ts'
import { visibleText } from '../../format/visible-text.ts'
import type { Fact } from '../../ui/facts.tsx'
import type { EventFactsProps } from './event-facts.tsx'
import { FactValue, OnlyThese } from './fact-value.tsx'
import { plainFact } from './plain-fact.tsx'

const RECOGNISED: Readonly<Record<NonNullable<LogEvent['agentRecognisedBy']>, string>> = {
  client: 'by its OAuth client',
  access_token: 'by its access token',
  user_agent: 'by a keyword in its User-Agent',
  none: 'not recognised',
}

const LEVELS: Readonly<Record<'proven' | 'bound' | 'claimed', string>> = {
  proven: 'proven',
  bound: 'bound to its token',
  claimed: 'claimed: nobody vouches for it',
}

export function whoItWas(props: EventFactsProps): Fact[] {
  const { event } = props
  return [
    { name: 'Agent', value: agentOf(props) },
    {
      name: 'Client',
      value: event.clientId && (
        <FactValue
          text={visibleText(event.clientName ?? event.clientId)}
          under={event.clientName === null ? undefined : event.clientId}
          action={<OnlyThese href={props.hrefOf('clientId', event.clientId)} />}
        />
      ),
    },
    { name: 'User-Agent', value: plainFact(props, event.userAgent) },
    { name: 'User', value: userOf(props) },
    { name: 'User subject', value: plainFact(props, event.userSubject, 'userSubject') },
    { name: 'User issuer', value: plainFact(props, event.userIssuer) },
    { name: 'User domain', value: plainFact(props, event.userDomain, 'userDomain') },
  ]
}

function agentOf({ event, names, hrefOf }: EventFactsProps) {
  const { agentId, agentLevel, agentRecognisedBy } = event
  if (agentId === null && agentRecognisedBy === null) return null
  const how = [agentRecognisedBy && RECOGNISED[agentRecognisedBy], agentLevel && LEVELS[agentLevel]]
  return (
    <FactValue
      text={
        agentId === null ? (
          'Unrecognised'
        ) : (
          <A href={`/agents/${encodeURIComponent(agentId)}`} class="text-accent hover:underline">
            {visibleText(names.agent(agentId))}
          </A>
        )
      }
      under={how.filter(Boolean).join('; ')}
      action={<OnlyThese href={hrefOf('agentId', agentId ?? 'unrecognised')} />}
    />
  )
}

/** By e-mail where it is known: the subject stands in a line of its own. */
function userOf({ event, hrefOf }: EventFactsProps) {
  const { userEmail, userSubject, userLevel } = event
  const shown = userEmail ?? userSubject
  return (
    shown && (
      <FactValue
        text={visibleText(shown)}
        under={userLevel ? LEVELS[userLevel] : undefined}
        action={userEmail && <OnlyThese href={hrefOf('userEmail', userEmail)} />}
      />
    )
  )
}
