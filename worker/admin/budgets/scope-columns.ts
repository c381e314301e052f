// A scope on the wire and in its columns.
import type { MeterScope } from '../../../schema/api/meter-scope.ts'
import type { BudgetRow } from '../../../schema/tables/budgets.ts'

export type ScopeColumns = Pick<
  BudgetRow,
  'scope' | 'gatewayId' | 'serverId' | 'tool' | 'agentId' | 'userIssuer' | 'userSubject' | 'userEmail'
>

const NONE = {
  gatewayId: null,
  serverId: null,
  tool: null,
  agentId: null,
  userIssuer: null,
  userSubject: null,
  userEmail: null,
} as const

export function columnsOf(scope: MeterScope): ScopeColumns {
  switch (scope.kind) {
    case 'gateway':
      return { ...NONE, scope: scope.kind, gatewayId: scope.gatewayId }
    case 'server':
      return { ...NONE, scope: scope.kind, serverId: scope.serverId }
    case 'tool':
      return { ...NONE, scope: scope.kind, serverId: scope.serverId, tool: scope.tool }
    case 'agent':
      return { ...NONE, ...placeOf(scope), scope: scope.kind, agentId: scope.agentId }
    case 'user': {
      const { user } = scope
      const named =
        'email' in user ? { userEmail: user.email } : { userIssuer: user.issuer, userSubject: user.subject }
      return { ...NONE, ...placeOf(scope), ...named, scope: scope.kind }
    }
    default:
      return { ...NONE, ...placeOf(scope), scope: scope.kind }
  }
}

export function scopeOf(row: ScopeColumns): MeterScope {
  const place = {
    ...(row.gatewayId === null ? {} : { gatewayId: row.gatewayId }),
    ...(row.serverId === null ? {} : { serverId: row.serverId }),
  }
  switch (row.scope) {
    case 'gateway':
      return { kind: row.scope, gatewayId: row.gatewayId ?? '' }
    case 'server':
      return { kind: row.scope, serverId: row.serverId ?? '' }
    case 'tool':
      return { kind: row.scope, serverId: row.serverId ?? '', tool: row.tool ?? '' }
    case 'agent':
      return { kind: row.scope, agentId: row.agentId ?? '', ...place }
    case 'user': {
      const user =
        row.userEmail === null
          ? { issuer: row.userIssuer ?? '', subject: row.userSubject ?? '' }
          : { email: row.userEmail }
      return { kind: row.scope, user, ...place }
    }
    default:
      return { kind: row.scope, ...place }
  }
}

function placeOf({ gatewayId, serverId }: { gatewayId?: string | undefined; serverId?: string | undefined }) {
  return { gatewayId: gatewayId ?? null, serverId: serverId ?? null }
}
