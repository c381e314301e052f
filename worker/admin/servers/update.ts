// Changes a server. A runtime at another origin gets none of the secrets of the one before (S19).
import { serverUpdate, serverWithProbe, type ServerUpdate } from '../../../schema/api/servers.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { checkConfiguredTarget } from '../check-target.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { settleAuthSettings } from './auth-settings.ts'
import { changeSecrets, type ChangedSecrets } from './change-secrets.ts'
import { checkModeChange } from './check-mode-change.ts'
import { checkHeaderNames, HEADER_PRESETS } from './check-header-names.ts'
import { checkMayOffer } from './check-may-offer.ts'
import { checkMayOpen } from './check-may-open.ts'
import { checkMayMove, movedPassthrough } from './check-move.ts'
import { loadServer, type ServerRows } from './load.ts'
import { presentChange } from './present.ts'
import { saveServer } from './save.ts'
import { openServerSecrets } from './secret-columns.ts'
import { settlePassthrough } from './settle-passthrough.ts'
import { withChangedKey } from './upstream-key.ts'

const route = defineRoute({
  method: 'patch',
  path: '/servers/{id}',
  permission: 'servers.update',
  operationId: 'updateServer',
  summary: 'Change the fields that are sent; a new worker secret is tried at the runtime first',
  description:
    'Switching `open` or `acceptClaimed` on and any change of `passthrough.verification` also ask for access.configure, another `newTools` or `changedTools` for tools.configure. Another origin of an attached or a passthrough server, and the mode `passthrough` or another slug for it, also ask for gateways.attach: the runtime gets what its users send.',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(serverUpdate) },
  responses: { 200: jsonAnswer(serverWithProbe, 'Changed') },
})

/** Only these bring the names of headers into question; any other edit must work although a master key is lost. */
const NAMES_HEADERS = [
  'headerPreset',
  'workerSecretHeader',
  'accessTokenHeader',
  'identityHeader',
  'staticHeaders',
  'authMode',
  'upstreamAuth',
] as const satisfies readonly (keyof ServerUpdate)[]

export const updateServer = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadServer(c.env, c.req.valid('param').id)
  checkVersion(expected, before.server.version)
  const input = c.req.valid('json')
  checkMayMove(c.get('actor'), before, input)
  checkMayOpen(c.get('actor'), before.server, input)
  checkMayOffer(c.get('actor'), before.server, input)
  const { row, probe } = await deriveChange(c.env, before, input)
  const after = await saveServer(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'server.updated',
    before,
    after: row,
  })
  return c.json(presentChange(c.env, after, probe), 200, etag(after.server.version))
})

async function deriveChange(env: Env, rows: ServerRows, input: ServerUpdate): Promise<ChangedSecrets> {
  const before = rows.server
  const { headerPreset, workerSecret, staticHeaders, staticQuery, upstreamKey, ...plain } = input
  const edited: ServerRow = {
    ...before,
    ...(headerPreset === undefined ? {} : HEADER_PRESETS[headerPreset]),
    ...withoutUndefined(plain),
    ...settleAuthSettings(withoutUndefined(plain), before),
  }
  await checkModeChange(env, rows, edited)
  if (edited.slug !== before.slug && rows.attachment) {
    throw new AdminProblem(
      'conflict',
      'The slug is the public id and cannot change while a Gateway is attached.',
      {
        errors: [{ path: 'slug', message: 'cannot change while a Gateway is attached' }],
      },
    )
  }
  if (edited.runtimeUrl !== before.runtimeUrl) {
    await checkConfiguredTarget(env, 'runtimeUrl', edited.runtimeUrl)
  }
  if (NAMES_HEADERS.some((field) => input[field] !== undefined)) {
    checkHeaderNames(edited, await staticHeaderNames(env, before, staticHeaders))
  }
  edited.passthrough = movedPassthrough(before, edited, input.passthrough)
  edited.passthrough = await settlePassthrough(env, edited)
  const changed = await changeSecrets(env, before, edited, { workerSecret, staticHeaders, staticQuery })
  return { ...changed, row: await withChangedKey(env, before, changed.row, upstreamKey) }
}

/** Contract names are checked against the static headers that will be sent beside them; lost ones are not sent. */
async function staticHeaderNames(
  env: Env,
  before: ServerRow,
  entered: Record<string, string> | null | undefined,
): Promise<string[]> {
  if (entered !== undefined) return Object.keys(entered ?? {})
  if (before.staticHeaders === null) return []
  const { staticHeaders } = (await openServerSecrets(env, before)).texts
  return staticHeaders === null ? [] : Object.keys(JSON.parse(staticHeaders) as Record<string, string>)
}
