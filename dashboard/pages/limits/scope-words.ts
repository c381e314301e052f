// What a budget or rate limit is counted over, in words, with links to what it names. Pure.
import type { MeterScope } from '../../../schema/api/meter-scope.ts'
import type { MeterPlace } from '../../data/meter-place.ts'

/** What ids are called. */
export interface ScopeNames {
  server: (id: string) => string
  gateway: (id: string) => string
  agent: (id: string) => string
}

export type ScopeWord = string | { text: string; href: string }

/** `here`: the server or Gateway whose page it stands on, which needs no name there. */
export function scopeWords(scope: MeterScope, names: ScopeNames, here?: MeterPlace): ScopeWord[] {
  const server = (id: string): ScopeWord[] =>
    here && 'serverId' in here && here.serverId === id
      ? ['this server']
      : ['the server ', { text: names.server(id), href: `/servers/${encodeURIComponent(id)}` }]
  const gateway = (id: string): ScopeWord[] =>
    here && 'gatewayId' in here && here.gatewayId === id
      ? ['this Gateway']
      : ['the Gateway ', { text: names.gateway(id), href: `/gateways/${encodeURIComponent(id)}` }]
  switch (scope.kind) {
    case 'server':
      return joined('All calls to ', ...server(scope.serverId))
    case 'gateway':
      return joined('All calls through ', ...gateway(scope.gatewayId))
    case 'tool':
      return joined(`Calls of the tool ${scope.tool} of `, ...server(scope.serverId))
  }
  const place: ScopeWord[] =
    scope.serverId !== undefined
      ? [' at ', ...server(scope.serverId)]
      : scope.gatewayId !== undefined
        ? [' at every server of ', ...gateway(scope.gatewayId)]
        : [' everywhere']
  switch (scope.kind) {
    case 'agent':
      return scope.agentId === 'unrecognised'
        ? joined('Calls of clients that are no known agent,', ...place)
        : joined(
            'Calls of the agent ',
            { text: names.agent(scope.agentId), href: `/agents/${encodeURIComponent(scope.agentId)}` },
            ...place,
          )
    case 'user':
      return 'email' in scope.user
        ? joined(`Calls of ${scope.user.email}`, ...place)
        : joined(`Calls of ${scope.user.subject} (of ${scope.user.issuer})`, ...place)
    case 'default_user':
      return joined('Calls of each user who has none of their own, one by one,', ...place)
    case 'anonymous':
      return joined('Calls without a user, together,', ...place)
  }
}

export function scopeText(words: readonly ScopeWord[]): string {
  return words.map((word) => (typeof word === 'string' ? word : word.text)).join('')
}

/** Neighbouring texts as one. */
function joined(...words: ScopeWord[]): ScopeWord[] {
  const found: ScopeWord[] = []
  for (const word of words) {
    const last = found.at(-1)
    if (typeof word === 'string' && typeof last === 'string') found.splice(-1, 1, last + word)
    else found.push(word)
  }
  return found
}
