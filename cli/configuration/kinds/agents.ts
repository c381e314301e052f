import { agentCreate, agentUpdate } from '../../../schema/api/agents.ts'
import { fieldsOf, listAll, resource, type Item, type Kind } from './kind.ts'

const fields = fieldsOf(agentUpdate.shape, 'name')
const { create, update, remove } = resource('/agents')

const isCustom = (view: Item) => view['kind'] === 'custom'

export const agents: Kind = {
  name: 'agents',
  noun: 'agent',
  identity: ['name'],
  isIdentityWhole: true,
  fields,
  fixed: [],
  secrets: [],
  shape: { ...agentCreate.shape, ...agentUpdate.shape },
  list: (api) => listAll(api, '/agents', 'agents'),
  /** A predefined agent stands in a file only with what was added to it. */
  isKept: (view) => isCustom(view) || fields.some((field) => (view[field] as unknown[]).length > 0),
  create,
  update,
  async remove(api, view) {
    if (isCustom(view)) return remove(api, view)
    const nothing = Object.fromEntries(fields.map((field) => [field, []]))
    return update(api, view, nothing, nothing)
  },
}
