// What one object works with, wired together once, when it awakes (architecture.md §3).
import { CONFIRMATION_TABLES } from '../../schema/objects/confirmations.ts'
import { GATEWAY_OBJECT_TABLES } from '../../schema/objects/gateway-object.ts'
import { SERVER_OBJECT_TABLES } from '../../schema/objects/server-object.ts'
import { ioWith } from '../downstream/io.ts'
import { profileOf } from '../downstream/profile.ts'
import { settingsOf, type Env } from '../environment.ts'
import { DynamicClients } from './authorization/clients/dynamic-clients.ts'
import { PublicDocuments } from './authorization/clients/public-document.ts'
import { UsedAssertions } from './authorization/clients/used-assertions.ts'
import { endRemoved } from './authorization/end-removed.ts'
import { deleteFamily } from './authorization/families.ts'
import { Library } from './authorization/library.ts'
import { ownOriginsOf } from './authorization/own-origins.ts'
import { RateLimit } from '../http/rate-limit.ts'
import type { LogEntry } from '../logs/event.ts'
import { Serial } from './authorization/serial.ts'
import { ConfigurationSource, NoSuchGatewayError } from './configuration/load-configuration.ts'
import { Confirmations } from './confirmations/confirmations.ts'
import type { ConfirmationParts } from './confirmations/waiting-call.ts'
import { isServerObject } from './address.ts'
import { findOwnId } from './find-own-id.ts'
import { isolateNameOf, renameIsolate } from './outbox/isolate-name.ts'
import { Outbox } from './outbox/outbox.ts'
import { carryOutRestore } from './restore/carry-out-restore.ts'
import { readRestore } from './restore/read-restore.ts'
import { knowsRestore } from './restore/restore-facts.ts'
import { findNotedRestore } from './restore/restore-notice.ts'
import { Timers } from './timers.ts'
import { UpstreamKeys } from './upstream-keys/upstream-keys.ts'
import { createVault } from './vault/index.ts'

export interface ObjectParts extends ConfirmationParts {
  /** Of the Gateway, or of the server without one. */
  readonly id: string
  readonly timers: Timers
  readonly outbox: Outbox
  readonly source: ConfigurationSource
  readonly upstreamKeys: UpstreamKeys
}

/** O5 and O14, each for one address and minute. */
const REGISTRATIONS_PER_MINUTE = 20
const AUTHORIZATIONS_PER_MINUTE = 60
/** What a flood of refused steps may write to the log (P9). */
const LOGGED_REFUSALS_PER_MINUTE = 60
/** Expired rows are looked for at most this often. */
export const EXPIRY_RUN_MS = 30_000

export function createObjectParts(ctx: DurableObjectState, env: Env): ObjectParts {
  const { publicOrigin, allowPrivateTargets, masterKeys: keys } = settingsOf(env)
  const { storage } = ctx
  const { sql } = storage
  const io = ioWith(env.KV)
  sql.exec(GATEWAY_OBJECT_TABLES)
  sql.exec(CONFIRMATION_TABLES)
  sql.exec(SERVER_OBJECT_TABLES)
  const id = findOwnId(ctx)
  const timers = new Timers(storage)
  const waitUntil = (promise: Promise<unknown>) => ctx.waitUntil(promise)
  const expireAt = (at: number) => timers.schedule('expiry', Math.max(at + 1_000, Date.now() + EXPIRY_RUN_MS))
  const outbox = new Outbox({
    storage,
    queue: env.LOG_QUEUE,
    async isolate() {
      // What was recorded before it stopped is still sent.
      if (!isServerObject(id) && !source.isStopped) await source.load().catch(unlessGone)
      return isolateNameOf(sql, ctx.id.toString())
    },
    renameIsolate: () => renameIsolate(sql, ctx.id.toString()),
    waitUntil,
    schedule: (dueAt) => timers.schedule('outbox', dueAt),
  })
  const source = new ConfigurationSource({
    database: env.DB,
    storage,
    gatewayId: () => id,
    restoreBefore({ gateway: { restoreId } }) {
      if (restoreId === null || knowsRestore(sql, restoreId)) return undefined
      return async () => carryOutRestore(parts, await readRestore(env.DB, id, restoreId))
    },
    async isRestoreNoted() {
      const noted = await findNotedRestore(env.KV, id)
      return noted !== null && !knowsRestore(sql, noted)
    },
    onChange: (before, now) => {
      const { endpoints, clientId } = before?.gateway ?? {}
      if (endpoints && clientId) vault.nameClient(endpoints.issuer, clientId)
      return endRemoved(vault, before, now)
    },
  })
  /** Where it throws, the transaction that it stands in is rolled back, and nobody is told of what did not last. */
  const record = (entry: LogEntry) => {
    source.checkGoing()
    outbox.record(entry)
  }
  const targets = async () => ({
    allowPrivateTargets,
    ownOrigins: ownOriginsOf(publicOrigin, await source.load()),
  })
  const confirmations = new Confirmations({ sql, owner: id, keys, expireAt })
  const vault = createVault({
    storage,
    gatewayId: id,
    keys,
    profile: async () =>
      profileOf((await source.load()).gateway, { keys: keys(), publicOrigin, ...(await targets()) }),
    hooks: {
      endAuthorization: (grant) => {
        deleteFamily(sql, grant)
        confirmations.end(grant)
      },
      record,
      schedule: (dueAt) => timers.schedule('vault', dueAt),
    },
    waitUntil,
    io,
  })
  const parts: ObjectParts = {
    id,
    timers,
    outbox,
    source,
    vault,
    confirmations,
    upstreamKeys: new UpstreamKeys({ sql, serverId: id, keys, waitUntil }),
    storage,
    publicOrigin,
    allowPrivateTargets,
    keys,
    configuration: () => source.load(),
    library: new Library(),
    clients: {
      sql,
      dynamic: new DynamicClients(env.KV),
      documents: new PublicDocuments({
        kv: env.KV,
        io,
        ownOrigins: async () => (await targets()).ownOrigins,
        allowPrivateTargets,
      }),
    },
    usedAssertions: new UsedAssertions(sql),
    io,
    serial: new Serial(),
    limits: {
      authorize: new RateLimit(AUTHORIZATIONS_PER_MINUTE),
      register: new RateLimit(REGISTRATIONS_PER_MINUTE),
      refusals: new RateLimit(LOGGED_REFUSALS_PER_MINUTE),
    },
    waitUntil,
    record,
    expireAt,
  }
  return parts
}

/** What a deleted Gateway recorded is still sent. */
function unlessGone(error: unknown): void {
  if (!(error instanceof NoSuchGatewayError)) throw error
}
