// Who approves the calls of this caller, and where (product.md §6): the grant's own user at the Gateway's sign-in, or the
// user an access token is bound to at the deployment's. Nobody else can be asked to sign in here.
import { settingsOf } from '../environment.ts'
import { gatewayObject, serverObject } from '../gateway/address.ts'
import type { Approver, ConfirmationRpc } from '../gateway/confirmations/contract.ts'
import type { KnownUser } from '../policy/caller.ts'
import type { Access } from './access.ts'
import type { Exchange } from './parts.ts'

export interface ApprovalDesk {
  object: ConfirmationRpc
  approver: Approver
  grantId: string | null
  /** As the page names the application. */
  clientName: string
  pageUrl: string
}

/** Why there is none, as the client is told. */
export interface NoDesk {
  refusal: string
}

export function deskOf({ env, snapshot }: Exchange, { caller, user, proof }: Access): ApprovalDesk | NoDesk {
  const { publicOrigin, signIn } = settingsOf(env)
  const { gateway, server } = snapshot
  if (caller && gateway) {
    const { issuer, subject, organization } = caller.identity
    return {
      object: gatewayObject(env, gateway),
      approver: { issuer, subject, organization },
      grantId: caller.grantId,
      clientName: caller.clientName,
      pageUrl: `${publicOrigin}/g/${gateway.id}/confirm`,
    }
  }
  // A claimed user may be anybody: their approval would be worth what the claim is (S20).
  if (user?.level !== 'proven') {
    return { refusal: 'This call needs the approval of a user, and no token proves who that is.' }
  }
  if (proof.kind !== 'access_token') {
    return {
      refusal:
        'This call needs the approval of its user, who signs in at the upstream and cannot do so here.',
    }
  }
  const { oidc } = signIn()
  if (!oidc) {
    return {
      refusal:
        'This call needs the approval of its user, and this deployment has no sign-in with OpenID Connect to ask them at. An administrator can configure one.',
    }
  }
  const approver = approverOf(user, oidc.issuer)
  if (!approver) {
    return {
      refusal: `This call needs the approval of its user, whom the access token names at another issuer than this deployment's sign-in (${oidc.issuer}).`,
    }
  }
  return {
    object: serverObject(env, server.id),
    approver,
    grantId: null,
    clientName: `Access token ${proof.tokenId}`,
    pageUrl: `${publicOrigin}/g/${server.id}/confirm`,
  }
}

function approverOf({ issuer, subject, email }: KnownUser, ownIssuer: string): Approver | undefined {
  if (issuer !== null && subject !== null) {
    return issuer === ownIssuer ? { issuer, subject, organization: null } : undefined
  }
  return email === null ? undefined : { email: email.toLowerCase() }
}
