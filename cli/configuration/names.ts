// Ids on the wire, names in the file: at any depth, by the names of the fields. Pure.
import type { Item, KindName } from './kinds/kind.ts'

/** Field of the wire → field of the file, and what it names. */
const NAMED: Readonly<Record<string, { as: string; to: KindName }>> = {
  gatewayId: { as: 'gateway', to: 'gateways' },
  serverId: { as: 'server', to: 'servers' },
  groupId: { as: 'group', to: 'groups' },
  agentId: { as: 'agent', to: 'agents' },
}
const BY_ALIAS: Readonly<Record<string, { field: string; to: KindName }>> = Object.fromEntries(
  Object.entries(NAMED).map(([field, { as, to }]) => [as, { field, to }]),
)
const LISTS: Readonly<Record<string, KindName>> = { deniedGroups: 'groups', allowedGroups: 'groups' }
const KEYS: Readonly<Record<string, KindName>> = { agents: 'agents' }
/** An agent that is none: clients that match no agent. */
const UNRECOGNISED = 'unrecognised'

/** The other name of one thing; undefined where there is none. */
export type Lookup = (to: KindName, name: string) => string | undefined

/** What has no name keeps its id: it was removed meanwhile. */
export function toNames(value: unknown, nameOf: Lookup): unknown {
  return rename(
    value,
    (to, id) => nameOf(to, id) ?? id,
    (key) => {
      const named = NAMED[key]
      return named && { key: named.as, to: named.to }
    },
  )
}

/** Each name that leads to nothing is handed to `onLoose`. */
export function toIds(value: unknown, idOf: Lookup, onLoose: (to: KindName, name: string) => void): unknown {
  const find = (to: KindName, name: string) => {
    const id = idOf(to, name)
    if (id === undefined && name !== UNRECOGNISED) onLoose(to, name)
    return id ?? name
  }
  return rename(value, find, (key) => {
    const alias = BY_ALIAS[key]
    return alias && { key: alias.field, to: alias.to }
  })
}

function rename(
  value: unknown,
  map: (to: KindName, name: string) => string,
  keyOf: (key: string) => { key: string; to: KindName } | undefined,
): unknown {
  if (Array.isArray(value)) return value.map((entry) => rename(entry, map, keyOf))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value as Item).map(([key, entry]) => {
      const named = keyOf(key)
      if (named && typeof entry === 'string') return [named.key, map(named.to, entry)]
      const list = LISTS[key]
      if (list && Array.isArray(entry)) return [key, entry.map((name) => map(list, String(name)))]
      const keys = KEYS[key]
      if (keys && isMap(entry)) {
        return [key, Object.fromEntries(Object.entries(entry).map(([name, on]) => [map(keys, name), on]))]
      }
      return [key, rename(entry, map, keyOf)]
    }),
  )
}

function isMap(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
