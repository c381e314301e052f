// What is typed about the scope of a new budget or rate limit, and what is sent of it. Pure.
import type { MeterScope } from '../../../schema/api/meter-scope.ts'
import type { FieldError } from '../../../schema/api/problem.ts'
import type { MeterPlace } from '../../data/meter-place.ts'

export interface ScopeDraft {
  kind: MeterScope['kind']
  tool: string
  agentId: string
  userBy: 'email' | 'subject'
  email: string
  issuer: string
  subject: string
  /** Of agents and users. A server, a Gateway and a tool name their own place. */
  where: 'everywhere' | 'server' | 'gateway'
  serverId: string
  gatewayId: string
}

/** On the page of a server or Gateway: of that one. */
export function emptyScope(place?: MeterPlace): ScopeDraft {
  const serverId = place && 'serverId' in place ? place.serverId : ''
  const gatewayId = place && 'gatewayId' in place ? place.gatewayId : ''
  const where = serverId !== '' ? 'server' : gatewayId !== '' ? 'gateway' : 'everywhere'
  return {
    kind: where === 'everywhere' ? 'default_user' : where,
    tool: '',
    agentId: '',
    userBy: 'email',
    email: '',
    issuer: '',
    subject: '',
    where,
    serverId,
    gatewayId,
  }
}

export function scopeOf(draft: ScopeDraft): MeterScope {
  const { kind, agentId, serverId, gatewayId } = draft
  const place = draft.where === 'server' ? { serverId } : draft.where === 'gateway' ? { gatewayId } : {}
  switch (kind) {
    case 'server':
      return { kind, serverId }
    case 'gateway':
      return { kind, gatewayId }
    case 'tool':
      return { kind, serverId, tool: draft.tool.trim() }
    case 'agent':
      return { kind, agentId, ...place }
    case 'user': {
      const user =
        draft.userBy === 'email'
          ? { email: draft.email.trim() }
          : { issuer: draft.issuer.trim(), subject: draft.subject.trim() }
      return { kind, user, ...place }
    }
    case 'default_user':
    case 'anonymous':
      return { kind, ...place }
  }
}

/** Each of its fields that is in use, by its name on the wire. */
export function fieldsOf({ kind, userBy, where }: ScopeDraft): string[] {
  const place = where === 'server' ? ['scope.serverId'] : where === 'gateway' ? ['scope.gatewayId'] : []
  switch (kind) {
    case 'server':
      return ['scope.serverId']
    case 'gateway':
      return ['scope.gatewayId']
    case 'tool':
      return ['scope.serverId', 'scope.tool']
    case 'agent':
      return ['scope.agentId', ...place]
    case 'user':
      return [
        ...(userBy === 'email' ? ['scope.user.email'] : ['scope.user.issuer', 'scope.user.subject']),
        ...place,
      ]
    case 'default_user':
    case 'anonymous':
      return place
  }
}

/** What was not chosen or typed yet. */
export function missingOf(draft: ScopeDraft): FieldError[] {
  const { tool, agentId, email, issuer, subject, serverId, gatewayId } = draft
  const isThere: Readonly<Record<string, [boolean, string]>> = {
    'scope.serverId': [serverId !== '', 'Choose a server.'],
    'scope.gatewayId': [gatewayId !== '', 'Choose a Gateway.'],
    'scope.tool': [tool.trim() !== '', 'Enter the name of a tool.'],
    'scope.agentId': [agentId !== '', 'Choose an agent.'],
    'scope.user.email': [/^[^\s@]+@[^\s@]+$/.test(email.trim()), 'Enter an e-mail address.'],
    'scope.user.issuer': [issuer.trim() !== '', 'Enter the issuer.'],
    'scope.user.subject': [subject.trim() !== '', 'Enter the subject.'],
  }
  return fieldsOf(draft).flatMap((path) => {
    const [isGiven, message] = isThere[path] ?? [true, '']
    return isGiven ? [] : [{ path, message }]
  })
}
