// One Gateway's exact state: authorizations, codes, tokens, grants and their refresh (architecture.md §3). This class
// only hands RPC on to the parts; it awaits no network under a lock (§3.7).
import { DurableObject } from 'cloudflare:workers'
import type { ServerState } from '../../schema/tables/object-tasks.ts'
import { settingsOf, type Env } from '../environment.ts'
import type {
  AccessTokenQuestion,
  KeyOwner,
  NewAccessToken,
  ServerRpc,
  UserKeyPage,
  UserKeyView,
} from './access-tokens/contract.ts'
import { keepServerState } from './access-tokens/server-state.ts'
import { deleteAccessToken, insertAccessToken, selectLastUses } from './access-tokens/token-store.ts'
import { isServerObject } from './address.ts'
import { answerQuestion } from './answer-question.ts'
import { openAuthorization } from './authorization/authorize.ts'
import { selectBlockedUsers } from './authorization/blocked-users.ts'
import { answerCallback } from './authorization/callback.ts'
import { answerConsent } from './authorization/consent.ts'
import type { AuthorizationRpc, OAuthCall, PageAnswer, WireAnswer } from './authorization/contract.ts'
import { endRefusedEmbedded, isEmbedded } from './authorization/exchange/answer-embedded-credential.ts'
import { answerRegistration } from './authorization/register.ts'
import { answerRevocation } from './authorization/revoke.ts'
import { answerAccount } from './authorization/same-user/answer-account.ts'
import { isConnectionsState } from './authorization/state.ts'
import { answerToken } from './authorization/token.ts'
import { NoSuchGatewayError } from './configuration/load-configuration.ts'
import { answerConfirmation, showConfirmation } from './confirmations/confirmation-page.ts'
import type {
  ConfirmationAnswer,
  ConfirmationQuestion,
  ConfirmationRpc,
  DeploymentPage,
} from './confirmations/contract.ts'
import {
  answerDeploymentConfirmation,
  showDeploymentConfirmation,
} from './confirmations/deployment-confirmation.ts'
import type { ConnectionsRpc, ConnectionsSession, ConnectionsStart } from './connections/contract.ts'
import {
  endConnectionsSession,
  findConnection,
  findConnectionsSession,
  listConnections,
} from './connections/own-grants.ts'
import {
  answerConnectionsCallback,
  finishConnections,
  openConnections,
  startConnections,
} from './connections/sign-in.ts'
import type {
  BlockedClient,
  BlockedUser,
  BlockOptions,
  CredentialAnswer,
  CredentialQuestion,
  GatewayRpc,
  GrantPage,
  GrantQuery,
  GrantView,
  RefusedTokenAnswer,
  RefusedTokenReport,
  RevocationOptions,
  RevocationResult,
  RevocationSelector,
  UnblockOptions,
  UserKey,
} from './contract.ts'
import { createObjectParts, type ObjectParts } from './object-parts.ts'
import type { OwnAnswer, OwnSignInRpc } from './own-sign-ins/contract.ts'
import { finishOwnSignIn } from './own-sign-ins/finish-own-sign-in.ts'
import type {
  PreparedRestore,
  RestoreOutcome,
  RestoreRequest,
  RestoreRpc,
  ScheduledRestore,
  StoodStill,
} from './restore/contract.ts'
import { RestoreSteps } from './restore/restore-steps.ts'
import { blockClient, selectBlockedClients, unblockClient } from './revocations/block-client.ts'
import { blockUser, unblockUser } from './revocations/block-user.ts'
import { revokeGrants, type Ended } from './revocations/revoke-grants.ts'
import { runAlarm } from './run-alarm.ts'
import { beginService, issueServiceTicket, showService } from './service-connections/connect-service.ts'
import type { ServiceRpc } from './service-connections/contract.ts'
import { findServiceGrant, serviceToken } from './service-connections/service-grant.ts'
import type { AccessTokenAnswer } from './vault/contract.ts'

const RESTART_MS = 10_000
const RETRY_AFTER_SECONDS = 5

export class GatewayObject
  extends DurableObject<Env>
  implements
    GatewayRpc,
    AuthorizationRpc,
    ServerRpc,
    OwnSignInRpc,
    ConfirmationRpc,
    ServiceRpc,
    RestoreRpc,
    ConnectionsRpc
{
  readonly #parts: ObjectParts
  readonly #restore: RestoreSteps

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#parts = createObjectParts(ctx, env)
    this.#restore = new RestoreSteps(this.#parts)
  }

  authorize(call: OAuthCall): Promise<PageAnswer> {
    return openAuthorization(this.#parts, call)
  }

  consent(call: OAuthCall): Promise<PageAnswer> {
    return answerConsent(this.#parts, call)
  }

  callback(call: OAuthCall): Promise<PageAnswer> {
    const state = new URLSearchParams(call.query).get('state')
    if (isConnectionsState(state)) return answerConnectionsCallback(this.#parts, call)
    return answerCallback(this.#parts, call)
  }

  account(call: OAuthCall): Promise<PageAnswer> {
    return answerAccount(this.#parts, call)
  }

  ownCallback(call: OAuthCall): Promise<OwnAnswer | null> {
    return finishOwnSignIn(this.#parts, call)
  }

  confirmationPage(call: OAuthCall): Promise<OwnAnswer> {
    return showConfirmation(this.#parts, call)
  }

  answerConfirmation(call: OAuthCall): Promise<OwnAnswer> {
    return answerConfirmation(this.#parts, call)
  }

  deploymentConfirmationPage(call: OAuthCall, page: DeploymentPage): Promise<OwnAnswer> {
    return showDeploymentConfirmation(this.#parts, call, page)
  }

  answerDeploymentConfirmation(call: OAuthCall, page: DeploymentPage): Promise<OwnAnswer> {
    return answerDeploymentConfirmation(this.#parts, call, page)
  }

  servicePage(call: OAuthCall): Promise<OwnAnswer> {
    return showService(this.#parts, call)
  }

  beginService(call: OAuthCall): Promise<OwnAnswer> {
    return beginService(this.#parts, call)
  }

  async issueServiceTicket(
    attachmentId: string,
    actor: string,
  ): Promise<{ ticket: string; expiresAt: number }> {
    return issueServiceTicket(await this.#safeParts(), { kind: 'service', attachmentId, actor })
  }

  async serviceConnection(attachmentId: string): Promise<GrantView | null> {
    return findServiceGrant((await this.#safeParts()).vault, attachmentId) ?? null
  }

  async serviceToken(attachmentId: string): Promise<AccessTokenAnswer> {
    return serviceToken((await this.#safeParts()).vault, attachmentId)
  }

  async openSharedKey(id: string, origin: string): Promise<string | null> {
    return (await this.#parts.upstreamKeys.openShared(id, origin)) ?? null
  }

  async confirmCall(question: ConfirmationQuestion): Promise<ConfirmationAnswer> {
    return (await this.#safeParts()).confirmations.ask(question)
  }

  async giveBackApproval(digest: string, receipt: string): Promise<void> {
    this.#parts.confirmations.giveBack(digest, receipt)
  }

  async noteAbilities(holder: string, { urlElicitation }: { urlElicitation: boolean }): Promise<void> {
    this.#parts.confirmations.noteAbilities(holder, urlElicitation)
  }

  async startConnections(start: ConnectionsStart): Promise<string | null> {
    return startConnections(await this.#safeParts(), start)
  }

  openConnections(call: OAuthCall): Promise<PageAnswer> {
    return openConnections(this.#parts, call)
  }

  async finishConnections(
    code: string,
    verifier: string,
  ): Promise<(ConnectionsSession & { token: string }) | null> {
    return finishConnections(await this.#safeParts(), code, verifier)
  }

  async connectionsSession(token: string): Promise<ConnectionsSession | null> {
    return findConnectionsSession(await this.#safeParts(), token)
  }

  endConnectionsSession(token: string): Promise<void> {
    return endConnectionsSession(this.#parts, token)
  }

  async listConnections(token: string, query: { cursor?: string; limit: number }): Promise<GrantPage | null> {
    return listConnections(await this.#safeParts(), token, query)
  }

  async findConnection(token: string, grantId: string): Promise<GrantView | undefined> {
    return findConnection(await this.#safeParts(), token, grantId)
  }

  token(call: OAuthCall): Promise<WireAnswer> {
    return answerToken(this.#parts, call)
  }

  register(call: OAuthCall): Promise<WireAnswer> {
    return answerRegistration(this.#parts, call)
  }

  revoke(call: OAuthCall): Promise<WireAnswer> {
    return answerRevocation(this.#parts, call)
  }

  credential(question: CredentialQuestion | AccessTokenQuestion): Promise<CredentialAnswer> {
    return answerQuestion(this.#parts, question)
  }

  async reportRefusedToken(report: RefusedTokenReport): Promise<RefusedTokenAnswer> {
    if (isEmbedded(report.grantId)) return endRefusedEmbedded(this.#sql, report)
    const parts = await this.#safeParts().catch(() => null)
    return parts
      ? parts.vault.reportRefused(report)
      : { action: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS }
  }

  /** Rejects when D1 cannot be read, so that whoever told us tells us again. */
  async configurationChanged(): Promise<void> {
    try {
      await this.#parts.source.reload()
    } catch (error) {
      if (!(error instanceof NoSuchGatewayError)) throw error
      this.#parts.expireAt(Date.now())
    }
  }

  async listGrants(query: GrantQuery): Promise<GrantPage> {
    return this.#parts.vault.list(query)
  }

  async revokeGrants(selector: RevocationSelector, options: RevocationOptions): Promise<RevocationResult> {
    return this.#answer(await revokeGrants(this.#goingParts, selector, options))
  }

  async blockClient(clientId: string, options: BlockOptions): Promise<RevocationResult> {
    return this.#answer(await blockClient(this.#goingParts, clientId, options))
  }

  async unblockClient(clientId: string, options: UnblockOptions): Promise<void> {
    unblockClient(this.#goingParts.storage.sql, clientId, options)
  }

  async listBlockedClients(): Promise<BlockedClient[]> {
    return selectBlockedClients(this.#sql)
  }

  async blockUser(user: UserKey, options: BlockOptions & { downstream: boolean }): Promise<RevocationResult> {
    return this.#answer(await blockUser(this.#goingParts, user, options))
  }

  async unblockUser(user: UserKey, options: UnblockOptions): Promise<void> {
    unblockUser(this.#goingParts.storage.sql, user, options)
  }

  async listBlockedUsers(): Promise<BlockedUser[]> {
    return selectBlockedUsers(this.#sql)
  }

  async putAccessToken(token: NewAccessToken): Promise<void> {
    insertAccessToken(this.#sql, token)
  }

  async revokeAccessToken(tokenId: string): Promise<void> {
    deleteAccessToken(this.#sql, tokenId)
  }

  async lastUses(tokenIds: readonly string[]): Promise<Record<string, number>> {
    return selectLastUses(this.#sql, tokenIds)
  }

  putSharedKey(key: { id: string; origin: string; key: string }): Promise<void> {
    return this.#parts.upstreamKeys.putShared(key)
  }

  putUserKey(key: KeyOwner & { origin: string; key: string }): Promise<UserKeyView> {
    return this.#parts.upstreamKeys.putOwn(key)
  }

  async removeUserKey(owner: KeyOwner, askedAt: number): Promise<void> {
    this.#parts.upstreamKeys.removeOwn(owner, askedAt)
  }

  async findUserKey(owner: KeyOwner): Promise<UserKeyView | null> {
    return this.#parts.upstreamKeys.findOwn(owner)
  }

  async listUserKeys(query: { after: KeyOwner | null; limit: number }): Promise<UserKeyPage> {
    return this.#parts.upstreamKeys.listOwn(query)
  }

  async serverChanged(state: ServerState | null): Promise<void> {
    keepServerState(this.#sql, state)
  }

  prepareRestore(request: RestoreRequest): Promise<PreparedRestore> {
    return this.#restore.prepare(request)
  }

  standStill(request: RestoreRequest): Promise<StoodStill> {
    return this.#restore.standStill(request)
  }

  /** Whoever asked for it restarts the object at once; without them it restarts itself. */
  async scheduleRestore(restoreId: string, bookmark: string): Promise<ScheduledRestore> {
    const scheduled = await this.#restore.schedule(restoreId, bookmark)
    if (scheduled.ok) this.ctx.waitUntil(scheduler.wait(RESTART_MS).then(() => this.restart()))
    return scheduled
  }

  async restart(): Promise<void> {
    this.ctx.abort('Its storage is put back.')
  }

  restoreOutcome(restoreId: string): Promise<RestoreOutcome> {
    return this.#restore.findOutcome(restoreId)
  }

  override alarm(): Promise<void> {
    return runAlarm(this.#parts)
  }

  /**
   * For what is answered from the storage alone: not from one that went back in time and is not safe yet. Whatever asks
   * for the configuration by itself waits there. An order to end or to block something only makes it safer, and holds after
   * a restore because the audit and the log know of it.
   */
  async #safeParts(): Promise<ObjectParts> {
    if (!isServerObject(this.#parts.id)) await this.#parts.source.load()
    return this.#parts
  }

  /** For orders to end or to block something: whoever gave one must not be told of what is lost with the storage. */
  get #goingParts(): ObjectParts {
    this.#parts.source.checkGoing()
    return this.#parts
  }

  get #sql(): SqlStorage {
    return this.ctx.storage.sql
  }

  #answer({ ended, revokedDownstream, embedded }: Ended): RevocationResult {
    return {
      revoked: ended + embedded,
      revokedDownstream,
      effectiveWithinSeconds: settingsOf(this.env).revocationCacheMs / 1_000,
    }
  }
}
