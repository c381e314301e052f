// What a deployment holds now, with names in the place of ids.
import type { AdminApi } from '../admin-api.ts'
import { KINDS, type Item, type Kind, type KindName } from './kinds.ts'

/** One resource as it stands. */
export interface Standing {
  kind: Kind
  /** Names it in the file and in messages; the values of its identity fields. */
  label: string
  /** As the API answered it. */
  view: Item
  /** In the terms of the file: own part, references by name. */
  item: Item
}

export type Deployment = ReadonlyMap<KindName, readonly Standing[]>

/** Reads every kind. Throws AdminApiError. */
export async function loadDeployment(api: AdminApi): Promise<Deployment> {
  const found = new Map<KindName, Standing[]>()
  for (const kind of KINDS) {
    const views = kind.listedBy
      ? (
          await Promise.all(
            (found.get(kind.listedBy) ?? []).map(({ kind: owner, view }) =>
              listAll(api, `${owner.itemPath(view)}${kind.listPath}`, kind.name),
            ),
          )
        ).flat()
      : await listAll(api, kind.listPath, kind.name)
    found.set(
      kind.name,
      views.map((view) => standingOf(kind, view, found)),
    )
  }
  return found
}

export function labelOf(kind: Kind, item: Item): string {
  return kind.identity.map((field) => String(item[field])).join(' / ')
}

async function listAll(api: AdminApi, path: string, name: KindName): Promise<Item[]> {
  const all: Item[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`
    const page: { cursor?: string | null } & Item = await api.get(`${path}${query}`)
    all.push(...(page[name] as Item[]))
    cursor = page.cursor ?? null
  } while (cursor !== null)
  return all
}

function standingOf(kind: Kind, view: Item, found: ReadonlyMap<KindName, readonly Standing[]>): Standing {
  const own = kind.ownPart?.(view) ?? view
  const names = kind.references.map(({ as, field, to }) => {
    const target = found.get(to)?.find((one) => one.view['id'] === view[field])
    return [as, target?.label ?? view[field]]
  })
  const kept = [...kind.identity, ...kind.fields, ...kind.fixed]
    .filter((field) => own[field] !== undefined)
    .map((field) => [field, own[field]])
  const item: Item = Object.fromEntries([...kept, ...names])
  return { kind, label: labelOf(kind, item), view: { ...view, ...own }, item }
}
