// What is typed about the scope of a new budget or rate limit, and what is sent of it. Pure.
import type { MeterScope } from '../../../../../schema/api/meter-scope.ts'
import type { MeterPlace } from '../../../../data/budgets.ts'

export interface ScopeDraft {
  kind: MeterScope['kind']
  tool: string
  agentId: string
  email: string
}

export function emptyScope(place: MeterPlace): ScopeDraft {
  return { kind: 'serverId' in place ? 'server' : 'gateway', tool: '', agentId: '', email: '' }
}

export function scopeOf(draft: ScopeDraft, place: MeterPlace): MeterScope {
  const { kind, tool, agentId, email } = draft
  const serverId = 'serverId' in place ? place.serverId : ''
  const gatewayId = 'gatewayId' in place ? place.gatewayId : ''
  switch (kind) {
    case 'server':
      return { kind, serverId }
    case 'gateway':
      return { kind, gatewayId }
    case 'tool':
      return { kind, serverId, tool }
    case 'agent':
      return { kind, agentId, ...place }
    case 'user':
      return { kind, user: { email: email.trim() }, ...place }
    case 'default_user':
    case 'anonymous':
      return { kind, ...place }
  }
}
