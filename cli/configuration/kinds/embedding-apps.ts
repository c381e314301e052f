import { embeddingAppCreate, embeddingAppUpdate } from '../../../schema/api/embedding-apps.ts'
import { fieldsOf, listAll, listBelow, versionOf, type Item, type Kind } from './kind.ts'

const pathOf = ({ gatewayId, id }: Item) =>
  `/gateways/${String(gatewayId)}/embedding-apps/${encodeURIComponent(String(id))}`

export const embeddingApps: Kind = {
  name: 'embeddingApps',
  noun: 'embedding app',
  identity: ['gateway', 'name'],
  isIdentityWhole: true,
  fields: fieldsOf(embeddingAppUpdate.shape, 'name'),
  fixed: fieldsOf(embeddingAppCreate.shape, 'name', 'secret', ...Object.keys(embeddingAppUpdate.shape)),
  secrets: [{ field: 'secret', isSet: (view) => view['secretSet'] === true }],
  shape: { ...embeddingAppCreate.shape, ...embeddingAppUpdate.shape },
  list: (api, listed) =>
    listBelow(listed.get('gateways') ?? [], async ({ id: gatewayId }) => {
      const apps = await listAll(api, `/gateways/${String(gatewayId)}/embedding-apps`, 'apps')
      return apps.map((app) => ({ ...app, gatewayId }))
    }),
  async create(api, { gatewayId, ...body }) {
    const made = await api.post<Item>(`/gateways/${String(gatewayId)}/embedding-apps`, body)
    return { ...made, gatewayId }
  },
  async update(api, view, { secret, ...changed }) {
    let after = view
    if (Object.keys(changed).length > 0) after = await api.patch(pathOf(view), versionOf(view), changed)
    if (secret === undefined) return after
    return api.post(`${pathOf(view)}/secret`, { secret }, versionOf(after))
  },
  remove: (api, view) => api.delete(pathOf(view), versionOf(view)),
}
