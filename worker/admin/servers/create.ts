// Adds a server (product.md §3). It has its public URL from the start and serves nothing until a Gateway is attached.
import { sql } from 'drizzle-orm'
import { server, serverCreate, type Server, type ServerCreate } from '../../../schema/api/servers.ts'
import { servers, type ServerRow } from '../../../schema/tables/servers.ts'
import { randomId } from '../../crypto/random-id.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { checkConfiguredTarget } from '../check-target.ts'
import { commitWrite, type AdminWrite } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { serverChanged } from '../object-tasks/new-task.ts'
import { settleAuthSettings } from './auth-settings.ts'
import { checkMayOffer } from './check-may-offer.ts'
import { checkMayOpen } from './check-may-open.ts'
import { checkMayPlace } from './check-move.ts'
import { checkHeaderNames, HEADER_PRESETS } from './check-header-names.ts'
import type { ServerRows } from './load.ts'
import { auditedServer, presentServer } from './present.ts'
import { sealServerSecrets } from './secret-columns.ts'
import { settlePassthrough } from './settle-passthrough.ts'
import { withNewKey } from './upstream-key.ts'

const route = defineRoute({
  method: 'post',
  path: '/servers',
  permission: 'servers.create',
  operationId: 'createServer',
  summary: 'Add a server',
  description:
    '`open`, `acceptClaimed` and `passthrough.verification` also ask for access.configure, `newTools` and `changedTools` other than by default for tools.configure, the mode `passthrough` for gateways.attach: the runtime gets what its users send.',
  request: { body: jsonBody(serverCreate) },
  responses: { 201: jsonAnswer(server, 'Created') },
})

export const createServer = endpoint(route, async (c) => {
  const at = Date.now()
  const input = c.req.valid('json')
  checkMayPlace(c.get('actor'), input)
  checkMayOpen(c.get('actor'), null, input)
  checkMayOffer(c.get('actor'), null, input)
  const row = await deriveServer(c.env, input, at)
  const view = await insertServer(c.env, row, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    guard: sql`TRUE`,
    changes: [],
  })
  return c.json(view, 201, etag(row.version))
})

interface ServerInsert extends Pick<AdminWrite, 'actor' | 'requestId' | 'guard' | 'changes' | 'tasks'> {
  /** What it is attached to by one of `changes`. */
  attached?: Pick<ServerRows, 'attachment' | 'gateway'>
}

/** Writes a derived server; `guard` and `changes` are for what happens together with it. */
export async function insertServer(
  env: Env,
  row: ServerRow,
  { attached, ...write }: ServerInsert,
): Promise<Server> {
  await commitWrite(env, {
    ...write,
    tasks: [...(write.tasks ?? []), ...serverChanged(row, null, write.actor)],
    at: row.createdAt,
    action: 'server.created',
    resource: { kind: 'server', id: row.id },
    before: null,
    after: auditedServer(row),
    changes: [{ insert: servers, row: { ...row } }, ...write.changes],
  })
  forgetSnapshot({ slug: row.slug })
  const rows = { server: row, attachment: null, gateway: null, catalog: null, ...attached }
  return presentServer(rows, settingsOf(env).publicOrigin)
}

/** A publisher's own server knows no worker secret. */
export type ServerInput = Omit<ServerCreate, 'workerSecret'> & { workerSecret: string | null }

/** Checks what was entered and answers the row to be written. Throws AdminProblem. */
export async function deriveServer(env: Env, input: ServerInput, at: number): Promise<ServerRow> {
  const { headerPreset, workerSecret, staticHeaders, staticQuery, upstreamKey, ...fields } = input
  const headers = {
    workerSecretHeader: input.workerSecretHeader ?? HEADER_PRESETS[headerPreset].workerSecretHeader,
    accessTokenHeader: input.accessTokenHeader ?? HEADER_PRESETS[headerPreset].accessTokenHeader,
    identityHeader: input.identityHeader,
  }
  const auth = settleAuthSettings(input, null)
  checkHeaderNames({ ...headers, ...auth }, Object.keys(staticHeaders ?? {}))
  await checkConfiguredTarget(env, 'runtimeUrl', input.runtimeUrl)
  const id = randomId('srv')
  const secrets = await sealServerSecrets(
    env,
    { id, secretVersion: 0 },
    {
      workerSecret,
      pendingWorkerSecret: null,
      staticHeaders: staticHeaders && JSON.stringify(staticHeaders),
      staticQuery: staticQuery && JSON.stringify(staticQuery),
    },
  )
  const row: ServerRow = {
    ...fields,
    ...headers,
    ...auth,
    ...secrets,
    id,
    missingSecrets: null,
    upstreamKeyId: null,
    pausedReason: null,
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  return withNewKey(env, { ...row, passthrough: await settlePassthrough(env, row) }, upstreamKey)
}
