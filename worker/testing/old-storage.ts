// The storage of an object as it was at a moment, and the way back to it: what a restore does to an object.
import { evictDurableObject } from 'cloudflare:test'
import type { OAuthWorld } from './oauth-world.ts'

export interface OldStorage {
  at: number
  tables: { name: string; rows: Record<string, SqlStorageValue>[] }[]
  /** The last number of the outbox. */
  sequence: number
}

export function copyStorage(world: OAuthWorld): Promise<OldStorage> {
  return world.sql((sql) => ({
    at: Date.now(),
    tables: tablesOf(sql).map((name) => ({ name, rows: sql.exec(`SELECT * FROM ${name}`).toArray() })),
    sequence:
      sql.exec<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").toArray()[0]?.seq ??
      0,
  }))
}

/** Afterwards the object starts anew. */
export async function putBackStorage(world: OAuthWorld, old: OldStorage): Promise<void> {
  await world.sql((sql) => writeStorage(sql, old))
  await evictDurableObject(world.object())
}

export function writeStorage(sql: SqlStorage, { tables, sequence }: OldStorage): void {
  for (const name of tablesOf(sql)) sql.exec(`DELETE FROM ${name}`)
  for (const { name, rows } of tables) {
    for (const row of rows) {
      const columns = Object.keys(row)
      const marks = columns.map(() => '?').join(', ')
      sql.exec(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${marks})`, ...Object.values(row))
    }
  }
  sql.exec("UPDATE sqlite_sequence SET seq = ? WHERE name = 'outbox'", sequence)
}

function tablesOf(sql: SqlStorage): string[] {
  return sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .toArray()
    .map(({ name }) => name)
    .filter((name) => !/^(sqlite_|_cf_)/.test(name))
}
