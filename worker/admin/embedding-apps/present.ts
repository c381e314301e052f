import type { EmbeddingApp } from '../../../schema/api/embedding-apps.ts'
import type { EmbeddingAppRow } from '../../../schema/tables/embedding-apps.ts'

/** An embedding app as admins see it and as the audit keeps it. */
export function presentEmbeddingApp(row: EmbeddingAppRow): EmbeddingApp {
  const { secretHash, ...shown } = row
  return { ...shown, secretSet: secretHash !== null }
}
