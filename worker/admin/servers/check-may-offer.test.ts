import { expect, it } from 'vitest'
import { PERMISSIONS } from '../../../schema/api/permissions.ts'
import { createServer, serverBody } from '../../testing/admin-builders.ts'
import { admin } from '../../testing/admin-client.ts'

const permissions = PERMISSIONS.filter((one) => one !== 'tools.configure')
const REFUSED = [403, 'This needs the permission tools.configure.']

it.each([
  ['newTools', 'read_only_on', 'on'],
  ['newTools', 'read_only_on', 'off'],
  ['changedTools', 'report', 'block'],
] as const)(
  'whoever may not configure tools sets no `%s`, in an old server or a new one',
  async (setting, standard, other) => {
    const write = async (method: string, path: string, body: object, ifMatch?: number) => {
      const answer = await admin(method, path, { permissions, body, ...(ifMatch ? { ifMatch } : {}) })
      return [answer.status, answer.body['detail'] ?? answer.body[setting]]
    }
    const body = serverBody({ slug: `offers-${setting.toLowerCase()}-${other}`, authMode: 'none' })
    expect(await write('POST', '/servers', { ...body, [setting]: other })).toEqual(REFUSED)
    expect(await write('POST', '/servers', { ...body, [setting]: standard })).toEqual([201, standard])

    const { id } = await createServer({ authMode: 'none', [setting]: other })
    expect(await write('PATCH', `/servers/${id}`, { [setting]: standard }, 1)).toEqual(REFUSED)
    expect(await write('PATCH', `/servers/${id}`, { [setting]: other, name: 'Same' }, 1)).toEqual([
      200,
      other,
    ])
  },
)
