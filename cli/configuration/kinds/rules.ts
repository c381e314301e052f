import { ruleCreate, ruleUpdate } from '../../../schema/api/rules.ts'
import { fieldsOf, listAll, resource, type Item, type Kind } from './kind.ts'

const TARGET = ['serverId', 'gatewayId', 'groupId', 'user', 'tool']

/** A rule has no name: for whom and where it holds says which one it is. */
export const rules: Kind = {
  name: 'rules',
  noun: 'rule for',
  identity: ['server', 'gateway', 'group', 'user', 'tool'],
  isIdentityWhole: false,
  fields: fieldsOf(ruleUpdate.shape, 'tool'),
  fixed: [],
  secrets: [],
  shape: { ...ruleCreate.shape, ...ruleUpdate.shape },
  list: (api) => listAll(api, '/rules', 'rules'),
  ownPart: (view: Item) =>
    Object.fromEntries(
      Object.entries(view).filter(([field, value]) => !TARGET.includes(field) || value !== null),
    ),
  ...resource('/rules'),
}
