import { toolName, toolPolicyWrite } from '../../../schema/api/tools.ts'
import { fieldsOf, listAll, listBelow, versionOf, type Item, type Kind } from './kind.ts'

const fields = fieldsOf(toolPolicyWrite.shape)

const pathOf = ({ serverId, name }: Item) =>
  `/servers/${String(serverId)}/tools/${encodeURIComponent(String(name))}`

/** What an admin set; what the catalogue discovered is the runtime's. */
export const tools: Kind = {
  name: 'tools',
  noun: 'tool',
  identity: ['server', 'name'],
  isIdentityWhole: true,
  fields,
  fixed: [],
  secrets: [],
  shape: { name: toolName, ...toolPolicyWrite.shape },
  list: (api, listed) =>
    listBelow(listed.get('servers') ?? [], ({ id }) => listAll(api, `/servers/${String(id)}/tools`, 'tools')),
  isKept: (view) => versionOf(view) > 0,
  create: (api, { serverId, name, ...body }) => api.put(pathOf({ serverId, name }), 0, body),
  /** The route takes the whole, so what the file leaves out is sent as it stands. */
  update(api, view, changed) {
    const stands = Object.fromEntries(fields.map((field) => [field, view[field]]))
    return api.put(pathOf(view), versionOf(view), { ...stands, ...changed })
  },
  remove: (api, view) => api.delete(pathOf(view), versionOf(view)),
}
