// One log event by its key.
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { logEvents, type LogEventRow } from '../../schema/tables/log-events.ts'

export async function findEvent(
  database: D1Database,
  { isolate, sequence }: Pick<LogEventRow, 'isolate' | 'sequence'>,
): Promise<LogEventRow | undefined> {
  const [row] = await drizzle(database)
    .select()
    .from(logEvents)
    .where(and(eq(logEvents.isolate, isolate), eq(logEvents.sequence, sequence)))
  return row
}
