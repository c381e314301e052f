import { clientCreate, clientUpdate } from '../../../schema/api/clients.ts'
import { fieldsOf, listAll, resource, versionOf, type Kind } from './kind.ts'

const { create, update, remove } = resource('/clients')

export const clients: Kind = {
  name: 'clients',
  noun: 'client',
  identity: ['gateway', 'id'],
  isIdentityWhole: true,
  fields: fieldsOf(clientUpdate.shape),
  fixed: fieldsOf(clientCreate.shape, 'gatewayId', 'id', 'secret', ...Object.keys(clientUpdate.shape)),
  secrets: [{ field: 'secret', isSet: (view) => view['secretSet'] === true }],
  shape: { ...clientCreate.shape, ...clientUpdate.shape },
  list: (api) => listAll(api, '/clients', 'clients'),
  create,
  /** A secret has a route of its own. */
  async update(api, view, { secret, ...changed }, whole) {
    const after = Object.keys(changed).length > 0 ? await update(api, view, changed, whole) : view
    if (secret === undefined) return after
    return api.post(`/clients/${encodeURIComponent(String(view['id']))}/secret`, { secret }, versionOf(after))
  },
  remove,
}
