import type { Client } from '../../../schema/api/clients.ts'
import type { ClientRow } from '../../../schema/tables/clients.ts'

/** A client as admins see it and as the audit keeps it. */
export function presentClient(row: ClientRow): Client {
  const { secretHash, ...shown } = row
  return { ...shown, secretSet: secretHash !== null }
}
