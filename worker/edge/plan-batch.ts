// One batch of statements that is built once and sent many times. Building the SQL of a snapshot anew took some
// milliseconds of CPU for each read, which a stranger who invents names could make us spend.
import { fillPlaceholders, type Query } from 'drizzle-orm'

/** A drizzle statement; what differs from run to run stands in it as `sql.placeholder(name)`. */
interface Statement<Rows> extends PromiseLike<Rows> {
  prepare: () => { getQuery: () => Query; mapResult: (response: unknown, isFromBatch?: boolean) => unknown }
}

type RowsOf<S extends readonly Statement<unknown>[]> = { -readonly [K in keyof S]: Awaited<S[K]> }

export type BatchPlan<Results> = (
  database: D1Database,
  values: Readonly<Record<string, unknown>>,
) => Promise<Results>

/** Rejects with what D1 says. */
export function planBatch<const S extends readonly Statement<unknown>[]>(
  statements: S,
): BatchPlan<RowsOf<S>> {
  const prepared = statements.map((statement) => {
    const query = statement.prepare()
    return { query, ...query.getQuery() }
  })
  return async (database, values) => {
    const results = await database.batch(
      prepared.map(({ sql, params }) =>
        database.prepare(sql).bind(...fillPlaceholders(params, { ...values })),
      ),
    )
    return prepared.map(({ query }, index) => query.mapResult(results[index], true)) as RowsOf<S>
  }
}
