// One round trip to D1 for everything a server's requests need.
import { eq, inArray, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import {
  attachments,
  clients,
  embeddingApps,
  gateways,
  servers,
  toolDefinitions,
  tools,
} from '../../schema/tables/index.ts'
import { compileTools } from '../catalog/compile-tools.ts'
import { offeredScopes } from '../gateway/authorization/scopes.ts'
import { governanceOf, governanceRevision, governanceStatements } from './read-governance.ts'
import { meterRevision, metersOf, meterStatements } from './read-meters.ts'
import { planBatch } from './plan-batch.ts'
import { stampOf } from './row-stamp.ts'
import { revisionStatement, type ConfigurationRevision } from './read-revision.ts'
import type { SnapshotKey } from './load-snapshot.ts'
import type { Snapshot } from './snapshot.ts'

/** The definitions themselves stay where they are: they may be large. */
const SEEN = {
  name: toolDefinitions.name,
  state: toolDefinitions.state,
  enabled: toolDefinitions.enabled,
  hash: toolDefinitions.hash,
  risk: toolDefinitions.risk,
  seenHash: toolDefinitions.seenHash,
  seenRisk: toolDefinitions.seenRisk,
  version: toolDefinitions.version,
  firstSeenAt: toolDefinitions.firstSeenAt,
}

const EMBEDDING = {
  id: embeddingApps.id,
  allowedOrigins: embeddingApps.allowedOrigins,
  version: embeddingApps.version,
  createdAt: embeddingApps.createdAt,
  updatedAt: embeddingApps.updatedAt,
}

type ReadRows = ReturnType<typeof planRead>

/** By what a server is looked up. The SQL is the same whoever asks. */
const plans: Partial<Record<'slug' | 'host', ReadRows>> = {}

function planRead(database: D1Database, by: 'slug' | 'host') {
  const db = drizzle(database)
  const name = sql.placeholder('name')
  const serverId =
    by === 'slug'
      ? db.select({ id: servers.id }).from(servers).where(eq(servers.slug, name))
      : db.select({ id: attachments.serverId }).from(attachments).where(eq(attachments.customHost, name))
  const gatewayId = db
    .select({ id: attachments.gatewayId })
    .from(attachments)
    .where(inArray(attachments.serverId, serverId))
  return planBatch([
    // With the rows, in one transaction: it is the revision that they are of.
    revisionStatement(db),
    db.select().from(servers).where(inArray(servers.id, serverId)),
    db.select().from(attachments).where(inArray(attachments.serverId, serverId)),
    db.select().from(gateways).where(inArray(gateways.id, gatewayId)),
    db.select().from(tools).where(inArray(tools.serverId, serverId)).orderBy(tools.name),
    db.select().from(clients).where(inArray(clients.gatewayId, gatewayId)).orderBy(clients.id),
    db
      .select(EMBEDDING)
      .from(embeddingApps)
      .where(inArray(embeddingApps.gatewayId, gatewayId))
      .orderBy(embeddingApps.id),
    db
      .select(SEEN)
      .from(toolDefinitions)
      .where(inArray(toolDefinitions.serverId, serverId))
      .orderBy(toolDefinitions.name),
    ...governanceStatements(db, serverId, gatewayId),
    ...meterStatements(db, serverId, gatewayId),
  ])
}

export interface RevisedSnapshot {
  /** Of everything that snapshots are read from, not of this server alone. */
  configuration: ConfigurationRevision
  snapshot: Snapshot | undefined
}

/** The snapshot of one server; undefined when there is no such server. Throws what D1 throws. */
export async function readSnapshot(database: D1Database, key: SnapshotKey): Promise<Snapshot | undefined> {
  const { snapshot } = await readRevised(database, key)
  return snapshot
}

/** Reads the rows of one server, and the revision that they are of, in one batch. Throws what D1 throws. */
export async function readRevised(database: D1Database, key: SnapshotKey): Promise<RevisedSnapshot> {
  const by = 'slug' in key ? 'slug' : 'host'
  const readRows = (plans[by] ??= planRead(database, by))
  const [
    revisionRows,
    serverRows,
    attachmentRows,
    gatewayRows,
    toolRows,
    clientRows,
    appRows,
    seenRows,
    policies,
    rules,
    groups,
    agents,
    budgets,
    rateLimits,
  ] = await readRows(database, { name: 'slug' in key ? key.slug : key.host })

  const configuration = revisionRows[0]?.revision
  const server = serverRows[0]
  if (!server) return { configuration, snapshot: undefined }
  const attachment = attachmentRows[0] ?? null
  const gateway = gatewayRows[0] ?? null
  const governance = { policies, rules, groups, agents }
  const meters = { budgets, rateLimits }
  const snapshot: Snapshot = {
    revision: [
      `${server.id}.${stampOf(server)}`,
      attachment && `${attachment.id}.${stampOf(attachment)}`,
      gateway && `${gateway.id}.${stampOf(gateway)}`,
      ...toolRows.map((tool) => `${tool.name}.${stampOf(tool)}`),
      ...seenRows.map(({ name, state, version, firstSeenAt, enabled, hash, seenHash }) =>
        [name, state, version, firstSeenAt, enabled, hash, seenHash].join('.'),
      ),
      ...clientRows.map((client) => `${client.id}.${stampOf(client)}`),
      ...appRows.map((app) => `${app.id}.${stampOf(app)}`),
      ...governanceRevision(governance),
      ...meterRevision(meters),
    ].join(' '),
    server,
    attachment,
    gateway,
    scopes: offeredScopes(attachment, gateway),
    tools: compileTools(server, toolRows, seenRows),
    preregisteredClients: clientRows,
    embeddingApps: appRows.map(({ id, allowedOrigins }) => ({ id, allowedOrigins })),
    governance: governanceOf(server, governance),
    meters: metersOf(meters),
  }
  return { configuration, snapshot }
}
