// Another account signed in than the app spoke of: the sign-in stops on a page that names both (product.md §5). Nothing
// of that account is kept, and only *Switch* goes on.
import type { Issuer } from '../../configuration/configuration.ts'
import type { Identity } from '../../contract.ts'
import { libraryClient, type Client } from '../clients/client.ts'
import type { OAuthCall, PageAnswer } from '../contract.ts'
import type { AuthorizationParts } from '../parts.ts'
import { recordStep } from '../record-step.ts'
import { OAuthStore } from '../storage/oauth-store.ts'
import { StagedKv } from '../storage/staged-kv.ts'
import type { HostedRequest, HostHints } from './host-hints.ts'

/** The page is a refusal of this account, with a form on it. */
const HELD_STATUS = 403

export interface HeldSignIn {
  client: Client
  request: HostedRequest & { host: HostHints }
  identity: Identity
  /** Clears the cookie of the sign-in that came back. */
  cookies: readonly string[]
}

export async function holdSignIn(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  { client, request, identity, cookies }: HeldSignIn,
): Promise<PageAnswer> {
  const kv = new StagedKv({
    store: new OAuthStore(parts.storage.sql, issuer.key),
    client: libraryClient(client),
    now: Date.now,
  })
  const held: HostedRequest = { ...request, isHeld: true }
  const { handle, headers } = await parts.library.helpers(issuer, kv).beginConsent(held)
  let earliest: number | undefined
  parts.storage.transactionSync(() => {
    earliest = kv.commit()
    recordStep(parts, call, issuer, 'callback', {
      outcome: 'refused',
      status: HELD_STATUS,
      client,
      identity,
      ruleId: 'other_account',
      detail: 'Another account signed in than the application spoke of.',
    })
  })
  if (earliest !== undefined) parts.expireAt(earliest)
  const { host } = request
  return {
    kind: 'account',
    cookies: [...cookies, ...headers.getSetCookie()],
    view: {
      state: `${issuer.key}.${handle}`,
      action: `${parts.publicOrigin}/g/${issuer.gateway.id}/account`,
      serverName: issuer.server.name,
      clientName: client.name,
      expected: {
        name: host.displayName,
        email: host.email,
        subject: host.subject,
        organization: host.organizationId,
      },
      actual: {
        name: identity.displayName,
        email: identity.email,
        subject: identity.subject,
        organization: identity.organization,
      },
      isEmailUnverified: host.subject === null && identity.email !== null && !identity.emailVerified,
    },
  }
}
