import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { attachmentList } from '../../../schema/api/attachments.ts'
import { attachments } from '../../../schema/tables/attachments.ts'
import { settingsOf } from '../../environment.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { attachmentRows } from './load.ts'
import { presentAttachment } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/attachments',
  permission: 'gateways.read',
  operationId: 'listAttachments',
  summary: 'Attachments, of one Gateway or server where asked',
  request: { query: z.strictObject({ gatewayId: z.string().optional(), serverId: z.string().optional() }) },
  responses: { 200: jsonAnswer(attachmentList, 'Attachments') },
})

export const listAttachments = endpoint(route, async (c) => {
  const { gatewayId, serverId } = c.req.valid('query')
  const rows = await attachmentRows(c.env)
    .where(
      and(
        gatewayId === undefined ? undefined : eq(attachments.gatewayId, gatewayId),
        serverId === undefined ? undefined : eq(attachments.serverId, serverId),
      ),
    )
    .orderBy(asc(attachments.createdAt), asc(attachments.id))
  const { publicOrigin } = settingsOf(c.env)
  const views = rows.map(({ attachment, server, gateway }) =>
    presentAttachment(attachment, server, gateway, publicOrigin),
  )
  return c.json({ attachments: views }, 200)
})
