// What the admin plane and the catalogue ask about the service connection of an attachment. Plain data that survives RPC.
import type { GrantView } from '../contract.ts'
import type { AccessTokenAnswer } from '../vault/contract.ts'

export interface ServiceRpc {
  /** What an admin opens in a browser, at `/g/<gateway id>/service?ticket=…`. */
  issueServiceTicket(attachmentId: string, actor: string): Promise<{ ticket: string; expiresAt: number }>
  serviceConnection(attachmentId: string): Promise<GrantView | null>
  /** `ended`: there is none, or it has ended. */
  serviceToken(attachmentId: string): Promise<AccessTokenAnswer>
  /** The shared key of a server in mode `api_key`; null: there is none of this id for this origin. */
  openSharedKey(id: string, origin: string): Promise<string | null>
}
