// What a budget or rate limit is counted over, in words. Pure.
import type { MeterScope } from '../../../../../schema/api/meter-scope.ts'

export function scopeWords(scope: MeterScope, agentName: (id: string) => string = (id) => id): string {
  switch (scope.kind) {
    case 'gateway':
      return 'All calls through the Gateway'
    case 'server':
      return 'All calls to the server'
    case 'tool':
      return `Calls of the tool ${scope.tool}`
    case 'agent':
      return scope.agentId === 'unrecognised'
        ? 'Calls of clients that are no known agent'
        : `Calls of the agent ${agentName(scope.agentId)}`
    case 'user':
      return `Calls of ${'email' in scope.user ? scope.user.email : scope.user.subject}`
    case 'default_user':
      return 'Calls of each user, one by one'
    case 'anonymous':
      return 'Calls without a user, together'
  }
}

/** `10,000 calls each day`. */
export const WINDOWS = [
  { value: 'minute', label: 'each minute' },
  { value: 'hour', label: 'each hour' },
  { value: 'day', label: 'each day (UTC)' },
  { value: 'month', label: 'each month (UTC)' },
] as const

export const UNITS = [
  { value: 'calls', label: 'calls' },
  { value: 'cost', label: 'cost units' },
] as const
