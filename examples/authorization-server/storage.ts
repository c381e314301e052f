// What oidc-provider remembers, in one SQLite table. Give it a file and a restart loses nobody's sign-in.
import { DatabaseSync } from 'node:sqlite'
import type { Adapter, AdapterPayload } from 'oidc-provider'

export type Storage = ReturnType<typeof openStorage>

export function openStorage(file: string) {
  const db = new DatabaseSync(file)
  db.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS records (
      model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, expires_at INTEGER,
      grant_id TEXT GENERATED ALWAYS AS (json_extract(payload, '$.grantId')),
      uid TEXT GENERATED ALWAYS AS (json_extract(payload, '$.uid')),
      account_id TEXT GENERATED ALWAYS AS (json_extract(payload, '$.accountId')),
      PRIMARY KEY (model, id));
    CREATE INDEX IF NOT EXISTS records_by_grant ON records (grant_id);
    CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);`)

  const write = db.prepare(
    'INSERT OR REPLACE INTO records (model, id, payload, expires_at) VALUES (?, ?, ?, ?)',
  )
  const read = db.prepare(
    'SELECT payload FROM records WHERE model = ? AND id = ? AND (expires_at IS NULL OR expires_at > ?)',
  )
  const readByUid = db.prepare('SELECT payload FROM records WHERE model = ? AND uid = ?')
  const consume = db.prepare(
    "UPDATE records SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?",
  )
  const remove = db.prepare('DELETE FROM records WHERE model = ? AND id = ?')
  const revoke = db.prepare('DELETE FROM records WHERE grant_id = ?')
  const grantsOf = db.prepare("SELECT id FROM records WHERE model = 'Grant' AND account_id = ?")
  const readSecret = db.prepare('SELECT value FROM secrets WHERE name = ?')
  const writeSecret = db.prepare('INSERT INTO secrets (name, value) VALUES (?, ?)')

  const adapter = (model: string): Adapter => ({
    async upsert(id, payload, expiresIn) {
      write.run(model, id, JSON.stringify(payload), expiresIn ? now() + expiresIn : null)
    },
    find: async (id) => parseRow(read.get(model, id, now())),
    findByUid: async (uid) => parseRow(readByUid.get(model, uid)),
    findByUserCode: async () => undefined, // the device flow is off
    async consume(id) {
      consume.run(now(), model, id)
    },
    async destroy(id) {
      remove.run(model, id)
    },
    async revokeByGrantId(grantId) {
      revoke.run(grantId)
    },
  })

  return {
    adapter,
    /** Ends every grant of one person with all tokens under it, and says how many there were. */
    revokeGrantsOf(accountId: string): number {
      const grants = grantsOf.all(accountId).map((row) => String(row.id))
      for (const id of grants) {
        revoke.run(id)
        remove.run('Grant', id)
      }
      return grants.length
    },
    /** The kept secret of that name, made and stored at the first start. */
    secret(name: string, make: () => string): string {
      const kept = readSecret.get(name)
      if (kept) return String(kept.value)
      const made = make()
      writeSecret.run(name, made)
      return made
    },
    close: () => db.close(),
  }
}

const now = () => Math.floor(Date.now() / 1000)

const parseRow = (row: Record<string, unknown> | undefined): AdapterPayload | undefined =>
  row && JSON.parse(String(row.payload))
