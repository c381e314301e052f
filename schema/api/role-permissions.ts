// The permissions that routes name and the roles that hold them (product.md §6): plain values, for browsers too.

export const PERMISSIONS = [
  'gateways.read',
  'gateways.write',
  'gateways.attach',
  'servers.read',
  'servers.create',
  'servers.update',
  'servers.delete',
  'library.install',
  'tools.configure',
  'agents.configure',
  'guardrails.configure',
  'tokens.manage',
  'grants.read',
  'grants.revoke',
  'clients.manage',
  'access.configure',
  'budgets.configure',
  'library.request',
  'settings.write',
  'logs.read',
  'audit.read',
  'members.manage',
] as const

export type Permission = (typeof PERMISSIONS)[number]

export const ROLES = ['owner', 'admin', 'developer', 'analyst', 'viewer'] as const

export type Role = (typeof ROLES)[number]

const READS_BUT_AUDIT = ['gateways.read', 'servers.read', 'grants.read', 'logs.read'] as const

/** What each role may do. An Admin has every permission too, but may not change Owners. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  developer: [
    ...READS_BUT_AUDIT,
    'servers.create',
    'servers.update',
    'tools.configure',
    'tokens.manage',
    'library.request',
  ],
  analyst: [...READS_BUT_AUDIT, 'audit.read'],
  viewer: ['gateways.read', 'servers.read', 'library.request'],
}
