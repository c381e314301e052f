// Under which name an object numbers its events. A storage that went back in time counts from where it was then, so its
// numbers would repeat, and be taken for events that are known: it goes on under another name (P5).
import { randomToken } from '../../crypto/random-id.ts'

const FACT = 'log_isolate'

/** `do:<object id>`, and after a restore `do:<object id>.<random>`. */
export function isolateNameOf(sql: SqlStorage, objectId: string): string {
  const [row] = sql.exec<{ value: string }>('SELECT value FROM object_facts WHERE name = ?', FACT).toArray()
  return row?.value ?? `do:${objectId}`
}

export function renameIsolate(sql: SqlStorage, objectId: string): void {
  const name = `do:${objectId}.${randomToken(6)}`
  sql.exec('INSERT OR REPLACE INTO object_facts (name, value) VALUES (?, ?)', FACT, name)
}
