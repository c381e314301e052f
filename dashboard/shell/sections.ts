// The places of the dashboard: what the navigation and the command palette offer, and what each asks for.
import type { Permission } from '../../schema/api/permissions.ts'

export interface Section {
  path: string
  title: string
  /** Whoever lacks it does not see the place; undefined: everybody who is signed in. */
  permission?: Permission
  group: 'work' | 'govern' | 'observe' | 'deployment'
}

export const SECTIONS: readonly Section[] = [
  { path: '/', title: 'Overview', permission: 'servers.read', group: 'work' },
  { path: '/servers', title: 'Servers', permission: 'servers.read', group: 'work' },
  { path: '/gateways', title: 'Gateways', permission: 'gateways.read', group: 'work' },
  { path: '/library', title: 'Library', permission: 'servers.read', group: 'work' },
  { path: '/agents', title: 'Agents', permission: 'servers.read', group: 'govern' },
  { path: '/access', title: 'Access', permission: 'grants.read', group: 'govern' },
  { path: '/tokens', title: 'Tokens', permission: 'grants.read', group: 'govern' },
  { path: '/limits', title: 'Limits', permission: 'logs.read', group: 'govern' },
  { path: '/logs', title: 'Logs', permission: 'logs.read', group: 'observe' },
  { path: '/audit', title: 'Audit', permission: 'audit.read', group: 'observe' },
  { path: '/members', title: 'Members', permission: 'members.manage', group: 'deployment' },
  { path: '/api-keys', title: 'API keys', permission: 'members.manage', group: 'deployment' },
  { path: '/settings', title: 'Settings', group: 'deployment' },
  { path: '/connections', title: 'My connections', group: 'deployment' },
]
