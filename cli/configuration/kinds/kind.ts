// What the engine knows of one kind of resource: how it is listed, named in the file, and written.
import type { z } from 'zod'
import type { AdminApi } from '../../admin-api.ts'

/** Anything JSON; the zod shapes of the API say what is in it. */
export type Item = Readonly<Record<string, unknown>>

/** In the order in which they can be made: each refers to those before it. Removed in the reverse order. */
export const KIND_NAMES = [
  'gateways',
  'clients',
  'embeddingApps',
  'servers',
  'attachments',
  'tools',
  'groups',
  'agents',
  'access',
  'rules',
  'budgets',
  'rateLimits',
] as const

export type KindName = (typeof KIND_NAMES)[number]

/** Views of the kinds that were listed before. */
export type ListedViews = ReadonlyMap<KindName, readonly Item[]>

export interface Secret {
  field: string
  /** Whether the deployment has it, and does not ask for it again. */
  isSet: (view: Item) => boolean
}

export interface Kind {
  name: KindName
  /** For people, singular. */
  noun: string
  /** Fields that name an item in the file; references count by name. Two items with the same values are one. */
  identity: readonly string[]
  /** Whether every one of them must be there; else one is enough. */
  isIdentityWhole: boolean
  /** Fields of the file besides identity and secrets. */
  fields: readonly string[]
  /** Fields that only creation takes. */
  fixed: readonly string[]
  secrets: readonly Secret[]
  /** Field of the wire → what may stand there; checked before anything is sent. */
  shape: Readonly<Record<string, z.ZodType>>
  list: (api: AdminApi, listed: ListedViews) => Promise<Item[]>
  /** What of a view is the admin's own; by default all of it. */
  ownPart?: (view: Item) => Item
  /** False: nothing that a file would hold, although it can be changed. By default true. */
  isKept?: (view: Item) => boolean
  /** Undefined where the file can only change what is there. `body` speaks of ids. */
  create?: (api: AdminApi, body: Item) => Promise<Item>
  /** `changed`: fields that differ, and secrets. `whole`: all that the file says. Both speak of ids. */
  update: (api: AdminApi, view: Item, changed: Item, whole: Item) => Promise<Item>
  /** Undefined where it cannot be removed. */
  remove?: (api: AdminApi, view: Item) => Promise<unknown>
}

/** Field names of a zod shape. */
export function fieldsOf(shape: object, ...without: string[]): string[] {
  return Object.keys(shape).filter((field) => !without.includes(field))
}

/** The usual resource: POST to its list, PATCH and DELETE at itself, with the version that was read. */
export function resource(
  path: string,
  itemPath: (view: Item) => string = ({ id }) => `${path}/${encodeURIComponent(String(id))}`,
): Required<Pick<Kind, 'create' | 'update' | 'remove'>> {
  return {
    create: (api, body) => api.post(path, body),
    update: (api, view, changed) => api.patch(itemPath(view), versionOf(view), changed),
    remove: (api, view) => api.delete(itemPath(view), versionOf(view)),
  }
}

export function versionOf(view: Item): number {
  return Number(view['version'] ?? 0)
}

/** Every page of a list. */
export async function listAll(api: AdminApi, path: string, key: string): Promise<Item[]> {
  const all: Item[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`
    const page: { cursor?: string | null } & Item = await api.get(`${path}${query}`)
    all.push(...(page[key] as Item[]))
    cursor = page.cursor ?? null
  } while (cursor !== null)
  return all
}

/** Lists that stand below each item of another kind. */
export async function listBelow(
  owners: readonly Item[],
  listOne: (owner: Item) => Promise<Item[]>,
): Promise<Item[]> {
  const all: Item[] = []
  for (const owner of owners) all.push(...(await listOne(owner)))
  return all
}
