import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { recordSeen, type SeenTools } from '../catalog/record-seen.ts'
import type { Env } from '../environment.ts'
import { insertRows, serverRow } from '../testing/rows.ts'
import { readRevision } from './read-revision.ts'
import { readSnapshot } from './read-snapshot.ts'

const { DB } = env as unknown as Env
const HOUR_MS = 3_600_000

const statements = await statementsOfSnapshots()
const tables = await namesOf("SELECT name FROM sqlite_master WHERE type = 'table'")
const sources = new Set(statements.flatMap(sourcesOf))
const tablesRead = tables.filter((table) => table !== 'configuration_revisions' && sources.has(table))

/** The SQL of a snapshot by slug and of one by host. */
async function statementsOfSnapshots(): Promise<string[]> {
  const texts: string[] = []
  const database = new Proxy(DB, {
    get(target, property) {
      if (property === 'prepare') {
        return (text: string) => {
          texts.push(text)
          return target.prepare(text)
        }
      }
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  await readSnapshot(database, { slug: 'nobody' })
  await readSnapshot(database, { host: 'nobody.dev' })
  return texts
}

async function namesOf(query: string): Promise<string[]> {
  const { results } = await DB.prepare(query).all<{ name: string }>()
  return results.map(({ name }) => name)
}

/** What stands behind FROM and JOIN, also of sub-selects. */
function sourcesOf(text: string): string[] {
  const lists = text.matchAll(/\b(?:from|join)\s+((?:"?\w+"?)(?:\s*,\s*"?\w+"?)*)/gi)
  return [...lists].flatMap(([, list = '']) => [...wordsOf(list)])
}

function wordsOf(text: string): Set<string> {
  return new Set(text.match(/\w+/g))
}

/** What a snapshot reads, or looks up by. */
async function columnsRead(table: string): Promise<string[]> {
  const words = statements.filter((text) => sourcesOf(text).includes(table)).map(wordsOf)
  const columns = await namesOf(`SELECT name FROM pragma_table_info('${table}')`)
  return columns.filter((column) => words.some((one) => one.has(column)))
}

/** Whatever may stand in a row: one value for each column that must have one. */
async function insertAny(table: string): Promise<void> {
  const { results } = await DB.prepare(
    `SELECT name, type FROM pragma_table_info('${table}') WHERE "notnull" AND dflt_value IS NULL`,
  ).all<{ name: string; type: string }>()
  const names = results.map(({ name }) => `"${name}"`).join(', ')
  const values = results.map(({ type }) => (type.toLowerCase() === 'integer' ? '1' : `'x'`)).join(', ')
  await DB.prepare(`INSERT INTO ${table} (${names}) VALUES (${values})`).run()
}

async function isRevisedBy(write: () => Promise<unknown>): Promise<boolean> {
  const before = await readRevision(DB)
  await write()
  const after = await readRevision(DB)
  expect(after).toEqual(expect.any(Number))
  return after !== before
}

describe('the revision of the configuration', () => {
  it('is the first that a snapshot reads, so that the rows are of it', () => {
    expect(statements[0]).toContain('configuration_revisions')
    expect(tablesRead.toSorted()).toEqual([
      'access_policies',
      'agents',
      'attachments',
      'budgets',
      'clients',
      'embedding_apps',
      'gateways',
      'groups',
      'rate_limits',
      'rules',
      'servers',
      'tool_definitions',
      'tools',
    ])
  })

  it.each(tablesRead)('changes with every write to %s that a snapshot can tell', async (table) => {
    const run = (text: string) => DB.prepare(text).run()
    expect(await isRevisedBy(() => insertAny(table)), 'INSERT').toBe(true)
    const columns = await columnsRead(table)
    expect(columns.length).toBeGreaterThan(2)
    for (const column of columns) {
      const isRevised = await isRevisedBy(() => run(`UPDATE ${table} SET "${column}" = "${column}"`))
      expect(isRevised, `UPDATE OF ${column}`).toBe(true)
    }
    expect(await isRevisedBy(() => run(`DELETE FROM ${table}`)), 'DELETE').toBe(true)
  })

  it('rests while discoveries and passing lists find nothing new', async () => {
    const server = serverRow()
    await insertRows(DB, { servers: [server] })
    const tool = { name: 'read_it', hash: 'h', risk: 'read', definition: '{}' } as const
    const list = (at: number, over: Partial<SeenTools>) =>
      recordSeen(DB, server, {
        definitions: [tool],
        namesSeen: [tool.name],
        completeBy: 'direct',
        isEverything: true,
        at,
        ...over,
      })
    expect(await isRevisedBy(() => list(1, {}))).toBe(true)
    expect(await isRevisedBy(() => list(7 * HOUR_MS, {}))).toBe(false)
    const passing: Partial<SeenTools> = { definitions: [], completeBy: 'passing', isEverything: false }
    expect(await isRevisedBy(() => list(14 * HOUR_MS, passing))).toBe(false)
    const lastSeen = await DB.prepare('SELECT last_seen_at FROM tool_definitions').first('last_seen_at')
    expect(lastSeen, 'when it was seen is written all the same').toBe(14 * HOUR_MS)
    const gone = { definitions: [], namesSeen: [] }
    expect(await isRevisedBy(() => list(15 * HOUR_MS, gone))).toBe(true)
  })

  it('is unknown where its row is gone, and equals no other', async () => {
    await DB.prepare('DELETE FROM configuration_revisions').run()
    expect(await readRevision(DB)).toBeUndefined()
  })
})
