// What the authorization server has issued, read from its own table: opaque tokens stand there as they are.
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type DownstreamKind = 'AccessToken' | 'RefreshToken' | 'AuthorizationCode'

/** The newest first. */
export function downstreamTokens(stateDirectory: string, kind: DownstreamKind): string[] {
  const database = new DatabaseSync(path.join(stateDirectory, 'authorization-server.sqlite'), {
    readOnly: true,
  })
  const rows = database.prepare('SELECT id FROM records WHERE model = ? ORDER BY rowid DESC').all(kind)
  database.close()
  return rows.map(({ id }) => String(id))
}
