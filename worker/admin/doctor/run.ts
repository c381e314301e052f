// `limen doctor` for one of this deployment's servers: the public door is asked as a client asks it, without leaving
// the deployment.
import { doctorInput, doctorReport } from '../../../schema/api/doctor.ts'
import { diagnose } from '../../doctor/diagnose.ts'
import { hostSurface, pathSurface } from '../../edge/public-urls.ts'
import { settingsOf } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { loadServer } from '../servers/load.ts'
import { sendToOwnDoor } from './send-to-own-door.ts'

const route = defineRoute({
  method: 'post',
  path: '/doctor',
  permission: 'servers.read',
  operationId: 'runDoctor',
  summary: 'Look at the public URL of a server as a client would',
  description:
    'Changes nothing. What cannot be looked at without a credential is skipped unless one is given.',
  request: { body: jsonBody(doctorInput) },
  responses: { 200: jsonAnswer(doctorReport, 'Each check, with what to do') },
  needsMasterKeys: false,
})

export const runDoctor = endpoint(route, async (c) => {
  const { serverId, form, profile, token } = c.req.valid('json')
  const { server, attachment } = await loadServer(c.env, serverId)
  const { publicOrigin } = settingsOf(c.env)
  const customHost = attachment?.customHost ?? null
  if (form === 'host' && customHost === null) {
    throw new AdminProblem('conflict', 'This server has no custom host. Ask for the path form.')
  }
  const surface =
    form === 'host' && customHost !== null
      ? hostSurface(publicOrigin, customHost)
      : pathSurface(publicOrigin, server.slug)
  return c.json(await diagnose(surface.resource, { send: sendToOwnDoor, profile, token }), 200)
})
