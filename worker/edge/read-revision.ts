// Whether anything that snapshots are read from was written since: one row, which triggers replace at every write
// (schema/migrations/0014_configuration_revision.sql).
import { eq } from 'drizzle-orm'
import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1'
import { configurationRevisions } from '../../schema/tables/index.ts'
import { planBatch } from './plan-batch.ts'

/** Undefined, which equals no other, where the row is gone: whoever asks reads everything. */
export type ConfigurationRevision = number | undefined

type ReadRow = ReturnType<typeof planRead>

let plan: ReadRow | undefined

function planRead(database: D1Database) {
  return planBatch([revisionStatement(drizzle(database))])
}

export function revisionStatement(db: DrizzleD1Database) {
  return db
    .select({ revision: configurationRevisions.revision })
    .from(configurationRevisions)
    .where(eq(configurationRevisions.id, 1))
}

/** Throws what D1 throws. */
export async function readRevision(database: D1Database): Promise<ConfigurationRevision> {
  const readRow = (plan ??= planRead(database))
  const [rows] = await readRow(database, {})
  return rows[0]?.revision
}
