// The four sealed columns of a server. They share one version, so writing one seals all of them again (S11: an older
// version of a row does not open).
import type { ServerRow } from '../../../schema/tables/servers.ts'
import { openSecret, SealedSecretError, sealSecret } from '../../crypto/envelope.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { serverSecretBinding, type ServerSecretColumn } from '../../runtime/server-secrets.ts'

export type SecretField = 'workerSecret' | 'pendingWorkerSecret' | 'staticHeaders' | 'staticQuery'
export type SecretTexts = Record<SecretField, string | null>
export type SecretColumns = Pick<ServerRow, SecretField | 'secretVersion'>

const COLUMNS: Readonly<Record<SecretField, ServerSecretColumn>> = {
  workerSecret: 'worker_secret',
  pendingWorkerSecret: 'pending_worker_secret',
  staticHeaders: 'static_headers',
  staticQuery: 'static_query',
}
const FIELDS = Object.keys(COLUMNS) as SecretField[]

export interface OpenedSecrets {
  texts: SecretTexts
  /** Those that do not open any more, because their master key is gone: null in `texts`, to be entered again. */
  lost: SecretField[]
}

/** Throws ConfigurationError without MASTER_KEYS. */
export async function openServerSecrets(
  env: Env,
  server: Pick<ServerRow, SecretField | 'id' | 'secretVersion'>,
): Promise<OpenedSecrets> {
  const lost: SecretField[] = []
  const opened = await Promise.all(
    FIELDS.map(async (field) => {
      const sealed = server[field]
      if (sealed === null) return [field, null] as const
      const keys = settingsOf(env).masterKeys()
      try {
        return [field, await openSecret(keys, serverSecretBinding(server, COLUMNS[field]), sealed)] as const
      } catch (error) {
        if (!(error instanceof SealedSecretError)) throw error
        lost.push(field)
        return [field, null] as const
      }
    }),
  )
  return { texts: Object.fromEntries(opened) as SecretTexts, lost }
}

/** Seals all four under the version after `server.secretVersion`. */
export async function sealServerSecrets(
  env: Env,
  server: { id: string; secretVersion: number },
  texts: SecretTexts,
): Promise<SecretColumns> {
  const next = { id: server.id, secretVersion: server.secretVersion + 1 }
  const sealed = await Promise.all(
    FIELDS.map(async (field) => {
      const text = texts[field]
      if (text === null) return [field, null] as const
      const keys = settingsOf(env).masterKeys()
      return [field, await sealSecret(keys, serverSecretBinding(next, COLUMNS[field]), text)] as const
    }),
  )
  return { ...(Object.fromEntries(sealed) as SecretTexts), secretVersion: next.secretVersion }
}
