// What is asked about a call that its user must approve (product.md §6). Plain data that survives RPC.
import type { Identity } from '../contract.ts'

/** The person whose approval counts. */
export type Approver =
  | { issuer: string; subject: string; organization: string | null }
  /** Whom an access token names by e-mail alone: whoever the deployment's sign-in vouches for with it. */
  | { email: string }

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
  /** The one approval of this very call is used up with this answer. With `receipt` it can be given back. */
  | { verdict: 'confirmed'; receipt: string }
  | { verdict: 'waiting'; id: string; expiresAt: number; mayElicitUrl: boolean }
  /** The user said no; told once. */
  | { verdict: 'declined' }
  | { verdict: 'too_many' }
  /** The grant behind the call is over. */
  | { verdict: 'ended' }

/** The browser's sign-in at the deployment. */
export interface SignedInPerson extends Identity {
  /** Credentials were asked for anew. */
  isFresh: boolean
  /** ms since 1970. */
  signedInAt: number
}

/** What the edge knows of an approval page of a server without a Gateway. */
export interface DeploymentPage {
  serverId: string
  serverName: string
  /** Begins a sign-in at the deployment. */
  signInUrl: string
  /** Null: this browser is not signed in. */
  person: SignedInPerson | null
}

export interface ConfirmationRpc {
  confirmCall(question: ConfirmationQuestion): Promise<ConfirmationAnswer>
  /** For a call of which certainly nothing was sent. Its ten minutes go on. */
  giveBackApproval(digest: string, receipt: string): Promise<void>
  noteAbilities(holder: string, abilities: { urlElicitation: boolean }): Promise<void>
}
