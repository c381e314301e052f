// What a server's sealed columns are bound to (S11): owner = server id, place = row id, column, secret version.
import type { ServerRow } from '../../schema/tables/index.ts'
import type { SecretBinding } from '../crypto/envelope.ts'

export type ServerSecretColumn = 'worker_secret' | 'pending_worker_secret' | 'static_headers' | 'static_query'

/** Used to seal by whoever writes the row, and to open by whoever calls the runtime. */
export function serverSecretBinding(
  server: Pick<ServerRow, 'id' | 'secretVersion'>,
  column: ServerSecretColumn,
): SecretBinding {
  return { owner: server.id, place: [server.id, column, String(server.secretVersion)] }
}
