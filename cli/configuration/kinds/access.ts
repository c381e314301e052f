// Who may use a server, or every server of a Gateway: its access lists and its agents, as one entry.
import { targetAgentsUpdate } from '../../../schema/api/agents.ts'
import { accessListsWrite } from '../../../schema/api/rules.ts'
import type { AdminApi } from '../../admin-api.ts'
import { isCovered } from '../is-covered.ts'
import { fieldsOf, versionOf, type Item, type Kind } from './kind.ts'

const LISTS = fieldsOf(accessListsWrite.shape)
const AGENTS = fieldsOf(targetAgentsUpdate.shape)

/** Everybody may come. */
const NOTHING: Item = {
  deniedUsers: [],
  allowedUsers: [],
  deniedGroups: [],
  allowedGroups: null,
  otherAgents: true,
  unrecognised: true,
}

export const access: Kind = {
  name: 'access',
  noun: 'access of',
  identity: ['server', 'gateway'],
  isIdentityWhole: false,
  fields: [...LISTS, ...AGENTS],
  fixed: [],
  secrets: [],
  shape: { ...accessListsWrite.shape, ...targetAgentsUpdate.shape },
  async list(api, listed) {
    const views: Item[] = []
    for (const { id } of listed.get('gateways') ?? []) views.push(await load(api, { gatewayId: id }))
    for (const { id } of listed.get('servers') ?? []) views.push(await load(api, { serverId: id }))
    return views
  },
  isKept: (view) => !isCovered(NOTHING, view) || Object.keys(view['agents'] as Item).length > 0,
  async create(api, whole) {
    return write(api, { ...pick(['serverId', 'gatewayId'], whole), version: 0 }, whole, whole)
  },
  update: write,
  /** Back to what holds before anybody says anything. */
  async remove(api, view) {
    const agents = Object.fromEntries(Object.keys(view['agents'] as Item).map((id) => [id, null]))
    return write(api, view, { ...NOTHING, agents }, NOTHING)
  },
}

function pathOf({ serverId, gatewayId }: Item): string {
  return serverId === undefined ? `/gateways/${String(gatewayId)}` : `/servers/${String(serverId)}`
}

async function load(api: AdminApi, target: Item): Promise<Item> {
  const lists = await api.get<Item>(`${pathOf(target)}/access`)
  const { agents, otherAgents, unrecognised } = await api.get<{
    agents: { id: string; allowed: boolean; isSet: boolean }[]
    otherAgents: boolean
    unrecognised: boolean
  }>(`${pathOf(target)}/agents`)
  const set = agents.filter(({ isSet }) => isSet).map(({ id, allowed }) => [id, allowed])
  return { ...target, ...lists, otherAgents, unrecognised, agents: Object.fromEntries(set) }
}

/** Two routes over one version. */
async function write(api: AdminApi, view: Item, changed: Item, whole: Item): Promise<Item> {
  let version = versionOf(view)
  if (LISTS.some((field) => field in changed)) {
    const lists = { ...pick(LISTS, view), ...pick(LISTS, whole) }
    version = versionOf(await api.put<Item>(`${pathOf(view)}/access`, version, lists))
  }
  if (!AGENTS.some((field) => field in changed)) return { ...view, version }
  return { ...view, ...(await api.patch<Item>(`${pathOf(view)}/agents`, version, pick(AGENTS, changed))) }
}

function pick(fields: readonly string[], from: Item): Item {
  return Object.fromEntries(
    fields.filter((field) => from[field] !== undefined).map((field) => [field, from[field]]),
  )
}
