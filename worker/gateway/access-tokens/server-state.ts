// What an admin last said of this server, so that it holds although the edge cannot read D1 (P8), and so that keys of
// another origin or of before are gone (S19).
import type { ServerState } from '../../../schema/tables/object-tasks.ts'

const FACT = 'server_state'
/** What goes with the server. */
const TABLES = [
  'access_tokens',
  'upstream_keys',
  'user_keys',
  'confirmations',
  'client_abilities',
  'sealed_steps',
]

export function findServerState(sql: SqlStorage): ServerState | undefined {
  const [row] = sql.exec<{ value: string }>('SELECT value FROM object_facts WHERE name = ?', FACT).toArray()
  return row && (JSON.parse(row.value) as ServerState)
}

/** In one synchronous step. Tasks are repeated and may arrive late: a state older than the known one changes nothing. */
export function keepServerState(sql: SqlStorage, state: ServerState | null): void {
  if (state === null) {
    for (const table of TABLES) sql.exec(`DELETE FROM ${table}`)
    sql.exec('DELETE FROM object_facts WHERE name = ?', FACT)
    return
  }
  const known = findServerState(sql)
  if (known && known.version > state.version) return
  sql.exec('INSERT OR REPLACE INTO object_facts (name, value) VALUES (?, ?)', FACT, JSON.stringify(state))
  sql.exec('DELETE FROM upstream_keys WHERE id IS NOT ?', state.upstreamKeyId)
  if (state.hasUserKeys) sql.exec('DELETE FROM user_keys WHERE origin <> ?', state.runtimeOrigin)
  else sql.exec('DELETE FROM user_keys')
}
