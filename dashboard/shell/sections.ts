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
]
