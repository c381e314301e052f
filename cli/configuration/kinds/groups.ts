import { groupCreate, groupUpdate } from '../../../schema/api/groups.ts'
import { fieldsOf, listAll, listBelow, resource, type Item, type Kind } from './kind.ts'

export const groups: Kind = {
  name: 'groups',
  noun: 'group',
  identity: ['name'],
  isIdentityWhole: true,
  fields: fieldsOf(groupUpdate.shape, 'name'),
  fixed: [],
  secrets: [],
  shape: { ...groupCreate.shape, ...groupUpdate.shape },
  /** The list has no members. */
  list: async (api) =>
    listBelow(await listAll(api, '/groups', 'groups'), async ({ id }) => [
      await api.get<Item>(`/groups/${String(id)}`),
    ]),
  ...resource('/groups'),
}
