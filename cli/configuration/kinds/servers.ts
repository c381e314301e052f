import { serverCreate, serverUpdate } from '../../../schema/api/servers.ts'
import { fieldsOf, listAll, resource, versionOf, type Kind, type Secret } from './kind.ts'

const SECRETS = ['workerSecret', 'staticHeaders', 'staticQuery', 'upstreamKey']

const secret = (field: string): Secret => ({
  field,
  isSet: (view) => view[`${field}Set`] === true && !(view['missingSecrets'] as string[]).includes(field),
})

/** Sets the two header names, which are written out. */
const PRESET = 'headerPreset'

export const servers: Kind = {
  name: 'servers',
  noun: 'server',
  identity: ['slug'],
  isIdentityWhole: true,
  fields: fieldsOf(serverUpdate.shape, 'slug', PRESET, ...SECRETS),
  fixed: fieldsOf(serverCreate.shape, ...Object.keys(serverUpdate.shape)),
  secrets: SECRETS.filter((field) => field in serverUpdate.shape).map(secret),
  shape: { ...serverCreate.shape, ...serverUpdate.shape },
  list: (api) => listAll(api, '/servers', 'servers'),
  ...resource('/servers'),
  remove: (api, view) =>
    api.delete(
      `/servers/${String(view['id'])}?${new URLSearchParams({ confirm: String(view['name']) })}`,
      versionOf(view),
    ),
}
