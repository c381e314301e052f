// Sign-ins that Limen itself begins, without an MCP client: somebody approves a call, or connects for tool discovery.
// Plain data that survives RPC.
import type { OAuthCall, PageProblem } from '../authorization/contract.ts'
import type { DeploymentPage } from '../confirmations/contract.ts'

/** What a sign-in is for; kept with it on this side. */
export type OwnPurpose =
  | { kind: 'confirmation'; confirmationId: string }
  | { kind: 'service'; attachmentId: string; actor: string }

/** A call as the person sees it who is asked about it. Text of strangers, escaped where it is rendered. */
export interface ConfirmationView {
  /** Goes back with the form. */
  handle: string
  action: string
  serverName: string
  clientName: string
  tool: string
  /** JSON as it goes to the runtime. */
  arguments: string
  expiresAt: number
  /** Who signed in. */
  account: string
  /** The sign-in service has no way to say that credentials were entered just now. */
  isUnproven?: boolean
}

export type OwnAnswer =
  /** Nothing is shown of the call before its own user has signed in. */
  | { kind: 'ask'; what: 'confirmation' | 'service'; action: string; handle: string; serverName: string }
  | { kind: 'downstream'; location: string; cookies: string[] }
  | { kind: 'review'; view: ConfirmationView; cookies: string[] }
  | {
      kind: 'done'
      what: 'approved' | 'declined' | 'connected'
      serverName: string
      account: string
      cookies: string[]
    }
  | { kind: 'problem'; problem: PageProblem; detail: string }

/** The page methods of a GatewayObject for them. */
export interface OwnSignInRpc {
  /** Null: the `state` belongs to a sign-in of a client. */
  ownCallback(call: OAuthCall): Promise<OwnAnswer | null>
  confirmationPage(call: OAuthCall): Promise<OwnAnswer>
  answerConfirmation(call: OAuthCall): Promise<OwnAnswer>
  /** The same at the object of a server without a Gateway. */
  deploymentConfirmationPage(call: OAuthCall, page: DeploymentPage): Promise<OwnAnswer>
  answerDeploymentConfirmation(call: OAuthCall, page: DeploymentPage): Promise<OwnAnswer>
  servicePage(call: OAuthCall): Promise<OwnAnswer>
  beginService(call: OAuthCall): Promise<OwnAnswer>
}
