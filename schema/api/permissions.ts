// Permissions and roles on the admin wire.
import { z } from 'zod'
import { PERMISSIONS, ROLES } from './role-permissions.ts'

export * from './role-permissions.ts'

export const permission = z.enum(PERMISSIONS)

export const role = z.enum(ROLES)
