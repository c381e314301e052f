import { attachment } from '../../../schema/api/attachments.ts'
import { settingsOf } from '../../environment.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadAttachment } from './load.ts'
import { presentAttachment } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/attachments/{id}',
  permission: 'gateways.read',
  operationId: 'getAttachment',
  summary: 'One attachment',
  request: { params: idParam },
  responses: { 200: jsonAnswer(attachment, 'The attachment') },
})

export const getAttachment = endpoint(route, async (c) => {
  const { attachment: row, server, gateway } = await loadAttachment(c.env, c.req.valid('param').id)
  return c.json(
    presentAttachment(row, server, gateway, settingsOf(c.env).publicOrigin),
    200,
    etag(row.version),
  )
})
