import { expect, it } from 'vitest'
import { ROLE_PERMISSIONS, type Role } from '../../schema/api/role-permissions.ts'
import type { Session } from '../../schema/api/session.ts'
import { rolesToGive } from './may-give-role.ts'

const member = (role: Role): Session => ({
  kind: 'member',
  id: 'mem_1',
  name: 'ada@example.com',
  role,
  permissions: [...ROLE_PERMISSIONS[role]],
  user: null,
  sessionId: null,
  expiresAt: null,
})

it('an Owner gives every role, an Admin every one but Owner', () => {
  expect(rolesToGive(member('owner'))).toEqual(['owner', 'admin', 'developer', 'analyst', 'viewer'])
  expect(rolesToGive(member('admin'))).toEqual(['admin', 'developer', 'analyst', 'viewer'])
})

it('nobody gives more than they have', () => {
  expect(rolesToGive({ ...member('analyst'), permissions: ['gateways.read', 'servers.read'] })).toEqual([])
})

it('the bootstrap secret gives the first Owner’s role', () => {
  expect(rolesToGive({ ...member('owner'), kind: 'bootstrap', role: null })).toContain('owner')
})
