// What a deployment holds now, with names in the place of ids.
import type { AdminApi } from '../admin-api.ts'
import { KINDS } from './kinds/index.ts'
import type { Item, Kind, KindName } from './kinds/kind.ts'
import { toNames, type Lookup } from './names.ts'

/** One resource as it stands. */
export interface Standing {
  kind: Kind
  /** Names it in the file and in messages; the values of its identity fields. */
  label: string
  /** As the API answered it. */
  view: Item
  /** In the terms of the file: own part, references by name. */
  item: Item
  /** Whether a file would hold it. */
  isKept: boolean
}

export type Deployment = ReadonlyMap<KindName, readonly Standing[]>

/** Reads every kind. Throws AdminApiError. */
export async function loadDeployment(api: AdminApi): Promise<Deployment> {
  const listed = new Map<KindName, readonly Item[]>()
  for (const kind of KINDS) listed.set(kind.name, await kind.list(api, listed))
  const deployment = new Map<KindName, Standing[]>()
  const nameOf: Lookup = (to, id) => deployment.get(to)?.find(({ view }) => view['id'] === id)?.label
  for (const kind of KINDS) {
    deployment.set(
      kind.name,
      (listed.get(kind.name) ?? []).map((view) => standingOf(kind, view, nameOf)),
    )
  }
  return deployment
}

export function labelOf(kind: Kind, item: Item): string {
  return kind.identity
    .filter((field) => item[field] !== undefined && item[field] !== null)
    .map((field) => (kind.isIdentityWhole ? show(item[field]) : `${field} ${show(item[field])}`))
    .join(' / ')
}

/** A person may be an e-mail, or an issuer and a subject, in any order. */
function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([, part]) => String(part))
    .join(' ')
}

function standingOf(kind: Kind, view: Item, nameOf: Lookup): Standing {
  const own = { ...view, ...kind.ownPart?.(view) }
  const named = toNames(kind.ownPart?.(view) ?? view, nameOf) as Item
  const item = Object.fromEntries(
    [...new Set([...kind.identity, ...kind.fixed, ...kind.fields])]
      .filter((field) => named[field] !== undefined)
      .map((field) => [field, named[field]]),
  )
  return { kind, label: labelOf(kind, item), view: own, item, isKept: kind.isKept?.(view) ?? true }
}
