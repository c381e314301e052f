// D1 as workerd's binding speaks it: SQL over HTTP, one transaction for each request. It outlives Limen's process, as
// the real one does.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Faults } from '../faults.ts'
import { cut, json, pause, serve, type Served } from './serve.ts'

interface Statement {
  sql: string
  params?: unknown[]
}

export interface Database extends Served {
  /** For the judge, past every fault. */
  sql: DatabaseSync
}

export async function startDatabase(migrations: string, faults: Faults): Promise<Database> {
  const sql = new DatabaseSync(':memory:')
  for (const file of readdirSync(migrations).toSorted())
    if (file.endsWith('.sql')) sql.exec(readFileSync(path.join(migrations, file), 'utf8'))

  const served = await serve(async (request, response, body) => {
    const url = new URL(request.url ?? '/', 'http://d1')
    const fault = faults.draw('d1')
    if (faults.isAway('D1') || fault === 'cut before') return cut(response)
    if (fault === 'error before') return json(response, 500, failure('internal error'))
    if (fault === 'slow') await pause(faults.random.between(300, 2_500))
    const answer = run(sql, body.toString(), url.searchParams.get('resultsFormat'))
    if (fault === 'cut after') return cut(response)
    if (fault === 'error after')
      return json(response, 500, failure('Network connection lost after the statement'))
    return json(response, 'success' in answer ? 500 : 200, answer)
  })
  return { ...served, sql }
}

function run(sql: DatabaseSync, body: string, format: string | null): object[] | ReturnType<typeof failure> {
  const asked = JSON.parse(body) as Statement | Statement[]
  sql.exec('BEGIN')
  try {
    const results = (Array.isArray(asked) ? asked : [asked]).map((statement) => query(sql, statement, format))
    sql.exec('COMMIT')
    return results
  } catch (error) {
    sql.exec('ROLLBACK')
    return failure((error as Error).message)
  }
}

function query(sql: DatabaseSync, { sql: text, params = [] }: Statement, format: string | null): object {
  const statement = sql.prepare(text)
  // Two columns of a join may have one name.
  statement.setReturnArrays(true)
  const columns = statement.columns().map(({ name }) => name)
  const values = params.map(valueOf)
  const found: unknown = isNumbered(text) ? statement.all(numbered(text, values)) : statement.all(...values)
  const rows = (found as unknown[][]).map((row) => row.map(wireOf))
  const results =
    format === 'ROWS_AND_COLUMNS'
      ? { columns, rows }
      : rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])))
  const last = sql.prepare('SELECT changes() AS changes, last_insert_rowid() AS rowid').get()
  const meta = {
    changes: last?.['changes'],
    last_row_id: last?.['rowid'],
    duration: 0,
    rows_read: 0,
    rows_written: 0,
  }
  return { success: true, results, meta }
}

/** `?1` is a name to node:sqlite. */
function isNumbered(text: string): boolean {
  return /\?\d/.test(text)
}

function numbered(text: string, values: SQLInputValue[]): Record<string, SQLInputValue> {
  const names = new Set(text.match(/\?\d+/g))
  return Object.fromEntries([...names].map((name) => [name, values[Number(name.slice(1)) - 1] ?? null]))
}

function valueOf(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return Number(value)
  if (Array.isArray(value)) return Uint8Array.from(value as number[])
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  throw new Error(`D1 takes no ${typeof value}`)
}

function wireOf(value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value
}

function failure(message: string) {
  return { success: false, error: `D1_ERROR: ${message}` }
}
