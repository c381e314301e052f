import { attachmentCreate, attachmentUpdate } from '../../../schema/api/attachments.ts'
import { fieldsOf, listAll, resource, type Kind } from './kind.ts'

export const attachments: Kind = {
  name: 'attachments',
  noun: 'attachment',
  identity: ['server'],
  isIdentityWhole: true,
  fields: fieldsOf(attachmentUpdate.shape),
  fixed: ['gateway'],
  secrets: [],
  shape: { ...attachmentCreate.shape, ...attachmentUpdate.shape },
  list: (api) => listAll(api, '/attachments', 'attachments'),
  ...resource('/attachments'),
}
