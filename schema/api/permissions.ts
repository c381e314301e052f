// The permissions that routes name and roles hold (product.md §6).
import { z } from 'zod'

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

export const permission = z.enum(PERMISSIONS)
export type Permission = z.infer<typeof permission>
