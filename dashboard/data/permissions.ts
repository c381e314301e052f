// What each permission allows, in words, in the groups in which people think of them.
import type { Permission, Role } from '../../schema/api/permissions.ts'

export interface PermissionGroup {
  title: string
  permissions: readonly { name: Permission; allows: string }[]
}

export const PERMISSION_GROUPS: readonly PermissionGroup[] = [
  {
    title: 'Servers and tools',
    permissions: [
      { name: 'servers.read', allows: 'See servers, tools, agents, groups and tokens' },
      { name: 'servers.create', allows: 'Add servers' },
      { name: 'servers.update', allows: 'Change servers' },
      { name: 'servers.delete', allows: 'Delete servers' },
      { name: 'tools.configure', allows: 'Switch tools on and off, approve changes' },
      { name: 'library.request', allows: 'Ask for servers of the library' },
      { name: 'library.install', allows: 'Install servers of the library, answer requests' },
    ],
  },
  {
    title: 'Gateways, clients and grants',
    permissions: [
      { name: 'gateways.read', allows: 'See Gateways' },
      { name: 'gateways.write', allows: 'Create, change and delete Gateways' },
      { name: 'gateways.attach', allows: 'Attach Gateways: hands users’ tokens to a runtime' },
      { name: 'clients.manage', allows: 'Register, block and remove clients' },
      { name: 'grants.read', allows: 'See who allowed which client what' },
      { name: 'grants.revoke', allows: 'End grants, block users' },
      { name: 'tokens.manage', allows: 'Make and revoke access tokens, set users’ keys' },
    ],
  },
  {
    title: 'Rules',
    permissions: [
      { name: 'agents.configure', allows: 'Say which agents may use which servers' },
      { name: 'access.configure', allows: 'Groups, rules and access lists' },
      { name: 'guardrails.configure', allows: 'Guardrails' },
      { name: 'budgets.configure', allows: 'Budgets and rate limits' },
    ],
  },
  {
    title: 'Deployment',
    permissions: [
      { name: 'logs.read', allows: 'Read the logs' },
      { name: 'audit.read', allows: 'Read who changed what' },
      { name: 'members.manage', allows: 'Members, invitations and API keys' },
      { name: 'settings.write', allows: 'Settings of the deployment' },
    ],
  },
]

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  developer: 'Developer',
  analyst: 'Analyst',
  viewer: 'Viewer',
}

export const ROLE_MEANINGS: Readonly<Record<Role, string>> = {
  owner: 'Everything, and the only one who makes or removes Owners',
  admin: 'Everything but changing Owners',
  developer: 'Adds servers, sets up tools and tokens, reads the logs',
  analyst: 'Reads everything, the audit too; changes nothing',
  viewer: 'Sees servers and Gateways, may ask for more',
}
