// What the MCP door asks about a call that its user must approve (product.md §6). Plain data that survives RPC.

/** The person whose approval counts. */
export interface Approver {
  issuer: string
  subject: string
  organization: string | null
}

export interface ConfirmationQuestion {
  /** SHA-256 over server, tool, exact arguments, user and client: the very same call has the same one. */
  digest: string
  serverId: string
  attachmentId: string | null
  /** Null for an access token. */
  grantId: string | null
  approver: Approver
  clientName: string
  tool: string
  /** As they were written. */
  arguments: string
  /** Of what the client said it can, as `noteAbilities` was told. */
  holder: string
  /** The client says that its user will not. */
  isDeclined: boolean
  /** How long to wait for the approval before answering that there is none. */
  waitMs: number
}

export type ConfirmationAnswer =
  /** The one approval of this very call is used up with this answer. */
  | { verdict: 'confirmed' }
  | { verdict: 'waiting'; id: string; expiresAt: number; mayElicitUrl: boolean }
  /** The user said no; told once. */
  | { verdict: 'declined' }
  | { verdict: 'too_many' }

export interface ConfirmationRpc {
  confirmCall(question: ConfirmationQuestion): Promise<ConfirmationAnswer>
  noteAbilities(holder: string, abilities: { urlElicitation: boolean }): Promise<void>
}
