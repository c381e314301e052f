// Who is this client id at this issuer? Blocked ones first, then preregistered, CIMD, dynamic (O5).
import type { Issuer } from '../../configuration/configuration.ts'
import {
  checkDocumentUrl,
  ClientDocumentError,
  isDocumentUrl,
  parseClientDocument,
} from './client-document.ts'
import type { Client } from './client.ts'
import type { DynamicClients } from './dynamic-clients.ts'
import { preregisteredClient } from './preregistered-client.ts'
import type { PublicDocuments } from './public-document.ts'

export interface ClientSources {
  sql: SqlStorage
  dynamic: DynamicClients
  documents: PublicDocuments
}

export type ClientVerdict =
  | { known: true; client: Client }
  /** `reason` may be shown. */
  | { known: false; blocked: boolean; reason: string }

const DOCUMENT_BYTES_MAX = 5 * 1_024
const DOCUMENT_STALE_SECONDS = 7 * 24 * 3_600

/**
 * Throws ClientUnavailableError when the answer cannot be known now. `onlyKnown`: a metadata document of which there
 * is no copy is not fetched.
 */
export async function findClient(
  sources: ClientSources,
  issuer: Issuer,
  clientId: string,
  { onlyKnown }: { onlyKnown: boolean },
): Promise<ClientVerdict> {
  if (isBlocked(sources.sql, clientId)) {
    return { known: false, blocked: true, reason: 'An administrator has blocked this app.' }
  }
  const row = issuer.clients.find((client) => client.id === clientId)
  if (row) return { known: true, client: preregisteredClient(row) }
  if (isDocumentUrl(clientId)) return findDocumentClient(sources.documents, issuer, clientId, onlyKnown)
  const client = await sources.dynamic.find(issuer.key, clientId)
  return client
    ? { known: true, client }
    : {
        known: false,
        blocked: false,
        reason: 'This app is not registered here. Remove the server in the app and add it again.',
      }
}

async function findDocumentClient(
  documents: PublicDocuments,
  issuer: Issuer,
  clientId: string,
  onlyKnown: boolean,
): Promise<ClientVerdict> {
  const { cimd, cimdTrustedHosts } = issuer.gateway.clientRegistration
  if (!cimd) return unknown('Apps with a client metadata document are not accepted here.')
  try {
    const url = checkDocumentUrl(clientId)
    if (cimdTrustedHosts !== null && !cimdTrustedHosts.includes(url.host)) {
      return unknown(`Apps of ${url.host} are not accepted here.`)
    }
    const client = await documents.load(
      url,
      {
        kind: 'cimd',
        policy: 'public',
        bytesMax: DOCUMENT_BYTES_MAX,
        staleSeconds: DOCUMENT_STALE_SECONDS,
        onlyKnown,
      },
      (text) => parseClientDocument(url, text),
    )
    return { known: true, client }
  } catch (error) {
    if (error instanceof ClientDocumentError) return unknown(error.message)
    throw error
  }
}

function unknown(reason: string): ClientVerdict {
  return { known: false, blocked: false, reason }
}

export function isBlocked(sql: SqlStorage, clientId: string): boolean {
  return sql.exec('SELECT 1 FROM blocked_clients WHERE client_id = ?', clientId).toArray().length > 0
}
