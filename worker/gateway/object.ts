// One Gateway's exact state: authorizations, codes, tokens, grants and their refresh (architecture.md §3). This class
// only wires the parts together and answers RPC; it awaits no network under a lock (§3.7).
import { DurableObject } from 'cloudflare:workers'
import { CONFIRMATION_TABLES } from '../../schema/objects/confirmations.ts'
import { GATEWAY_OBJECT_TABLES } from '../../schema/objects/gateway-object.ts'
import { SERVER_OBJECT_TABLES } from '../../schema/objects/server-object.ts'
import type { ServerState } from '../../schema/tables/object-tasks.ts'
import { ConfigurationError } from '../crypto/master-keys.ts'
import { platformIo } from '../downstream/io.ts'
import { profileOf } from '../downstream/profile.ts'
import { settingsOf, type Env } from '../environment.ts'
import { newRequestId } from '../http/request-id.ts'
import { answerAccessToken } from './access-tokens/answer-access-token.ts'
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
import { gatewayIdOf, isServerObject } from './address.ts'
import { openAuthorization } from './authorization/authorize.ts'
import { takeBlockOrder } from './authorization/block-orders.ts'
import { deleteBlockedUser, insertBlockedUser, selectBlockedUsers } from './authorization/blocked-users.ts'
import { answerCallback } from './authorization/callback.ts'
import { DynamicClients } from './authorization/clients/dynamic-clients.ts'
import { PublicDocuments } from './authorization/clients/public-document.ts'
import { UsedAssertions } from './authorization/clients/used-assertions.ts'
import { answerConsent } from './authorization/consent.ts'
import type { AuthorizationRpc, OAuthCall, PageAnswer, WireAnswer } from './authorization/contract.ts'
import { answerCredential } from './authorization/credential.ts'
import { isConnectionsState } from './authorization/state.ts'
import { endExpired } from './authorization/end-expired.ts'
import { endRemoved } from './authorization/end-removed.ts'
import { endRefusedEmbedded, isEmbedded } from './authorization/exchange/answer-embedded-credential.ts'
import { deleteSelectedTokens } from './authorization/exchange/embedded-tokens.ts'
import { deleteFamily } from './authorization/families.ts'
import { Library } from './authorization/library.ts'
import { ownOriginsOf } from './authorization/own-origins.ts'
import type { AuthorizationParts } from './authorization/parts.ts'
import { RateLimit } from './authorization/rate-limit.ts'
import { answerAccount } from './authorization/same-user/answer-account.ts'
import { answerRegistration } from './authorization/register.ts'
import { answerRevocation } from './authorization/revoke.ts'
import { Serial } from './authorization/serial.ts'
import { answerToken } from './authorization/token.ts'
import { answerConfirmation, showConfirmation } from './confirmations/confirmation-page.ts'
import { Confirmations } from './confirmations/confirmations.ts'
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
import type { ConfirmationParts } from './confirmations/waiting-call.ts'
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
import { ConfigurationSource, NoSuchGatewayError } from './configuration/load-configuration.ts'
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
import type { OwnAnswer, OwnSignInRpc } from './own-sign-ins/contract.ts'
import { finishOwnSignIn } from './own-sign-ins/finish-own-sign-in.ts'
import { beginService, issueServiceTicket, showService } from './service-connections/connect-service.ts'
import type { ServiceRpc } from './service-connections/contract.ts'
import { findServiceGrant, serviceToken } from './service-connections/service-grant.ts'
import { Outbox } from './outbox/outbox.ts'
import { Timers } from './timers.ts'
import { UpstreamKeys } from './upstream-keys/upstream-keys.ts'
import type { AccessTokenAnswer, Vault } from './vault/contract.ts'
import { createVault } from './vault/index.ts'

/** O5 and O14, each for one address and minute. */
const REGISTRATIONS_PER_MINUTE = 20
const AUTHORIZATIONS_PER_MINUTE = 60
/** What a flood of refused steps may write to the log (P9). */
const LOGGED_REFUSALS_PER_MINUTE = 60
/** Expired rows are looked for at most this often. */
const EXPIRY_RUN_MS = 30_000
const RETRY_MS = 30_000

export class GatewayObject
  extends DurableObject<Env>
  implements
    GatewayRpc,
    AuthorizationRpc,
    ServerRpc,
    OwnSignInRpc,
    ConfirmationRpc,
    ServiceRpc,
    ConnectionsRpc
{
  readonly #timers: Timers
  readonly #outbox: Outbox
  readonly #configuration: ConfigurationSource
  readonly #vault: Vault
  readonly #parts: AuthorizationParts
  readonly #confirmations: Confirmations
  readonly #upstreamKeys: UpstreamKeys

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    const settings = settingsOf(env)
    const { storage } = ctx
    const { sql } = storage
    sql.exec(GATEWAY_OBJECT_TABLES)
    sql.exec(CONFIRMATION_TABLES)
    sql.exec(SERVER_OBJECT_TABLES)
    const timers = new Timers(storage)
    const waitUntil = (promise: Promise<unknown>) => ctx.waitUntil(promise)
    const outbox = new Outbox({
      storage,
      queue: env.LOG_QUEUE,
      isolate: `do:${ctx.id.toString()}`,
      waitUntil,
      schedule: (dueAt) => timers.schedule('outbox', dueAt),
    })
    const configuration = new ConfigurationSource({
      database: env.DB,
      storage,
      gatewayId: () => this.#gatewayId(),
      onChange: (before, now) => endRemoved(this.#vault, before, now),
    })
    const targets = async () => ({
      allowPrivateTargets: settings.allowPrivateTargets,
      ownOrigins: ownOriginsOf(settings.publicOrigin, await configuration.load()),
    })
    const vault = createVault({
      storage,
      gatewayId: this.#gatewayId(),
      keys: settings.masterKeys,
      profile: async () =>
        profileOf((await configuration.load()).gateway, {
          keys: settings.masterKeys(),
          publicOrigin: settings.publicOrigin,
          ...(await targets()),
        }),
      hooks: {
        endAuthorization: (grant) => deleteFamily(sql, grant),
        record: (entry) => outbox.record(entry),
        schedule: (dueAt) => timers.schedule('vault', dueAt),
      },
      waitUntil,
      io: platformIo,
    })
    this.#timers = timers
    this.#confirmations = new Confirmations({
      sql,
      owner: this.#gatewayId(),
      keys: settings.masterKeys,
      expireAt: (at) => timers.schedule('expiry', Math.max(at + 1_000, Date.now() + EXPIRY_RUN_MS)),
    })
    this.#outbox = outbox
    this.#configuration = configuration
    this.#vault = vault
    this.#upstreamKeys = new UpstreamKeys({
      sql,
      serverId: this.#gatewayId(),
      keys: settings.masterKeys,
      waitUntil,
    })
    this.#parts = {
      storage,
      publicOrigin: settings.publicOrigin,
      allowPrivateTargets: settings.allowPrivateTargets,
      keys: settings.masterKeys,
      configuration: () => configuration.load(),
      vault,
      library: new Library(),
      clients: {
        sql,
        dynamic: new DynamicClients(env.KV),
        documents: new PublicDocuments({
          kv: env.KV,
          io: platformIo,
          ownOrigins: async () => (await targets()).ownOrigins,
          allowPrivateTargets: settings.allowPrivateTargets,
        }),
      },
      usedAssertions: new UsedAssertions(sql),
      io: platformIo,
      serial: new Serial(),
      limits: {
        authorize: new RateLimit(AUTHORIZATIONS_PER_MINUTE),
        register: new RateLimit(REGISTRATIONS_PER_MINUTE),
        refusals: new RateLimit(LOGGED_REFUSALS_PER_MINUTE),
      },
      waitUntil,
      record: (entry) => outbox.record(entry),
      expireAt: (at) => timers.schedule('expiry', Math.max(at + 1_000, Date.now() + EXPIRY_RUN_MS)),
    }
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
    return finishOwnSignIn(this.#ownParts, call)
  }

  confirmationPage(call: OAuthCall): Promise<OwnAnswer> {
    return showConfirmation(this.#ownParts, call)
  }

  answerConfirmation(call: OAuthCall): Promise<OwnAnswer> {
    return answerConfirmation(this.#ownParts, call)
  }

  deploymentConfirmationPage(call: OAuthCall, page: DeploymentPage): Promise<OwnAnswer> {
    return showDeploymentConfirmation(this.#ownParts, call, page)
  }

  answerDeploymentConfirmation(call: OAuthCall, page: DeploymentPage): Promise<OwnAnswer> {
    return answerDeploymentConfirmation(this.#ownParts, call, page)
  }

  servicePage(call: OAuthCall): Promise<OwnAnswer> {
    return showService(this.#parts, call)
  }

  beginService(call: OAuthCall): Promise<OwnAnswer> {
    return beginService(this.#parts, call)
  }

  issueServiceTicket(attachmentId: string, actor: string): Promise<{ ticket: string; expiresAt: number }> {
    return issueServiceTicket(this.#parts, { kind: 'service', attachmentId, actor })
  }

  async serviceConnection(attachmentId: string): Promise<GrantView | null> {
    return findServiceGrant(this.#vault, attachmentId) ?? null
  }

  serviceToken(attachmentId: string): Promise<AccessTokenAnswer> {
    return serviceToken(this.#vault, attachmentId)
  }

  async openSharedKey(id: string, origin: string): Promise<string | null> {
    return (await this.#upstreamKeys.openShared(id, origin)) ?? null
  }

  confirmCall(question: ConfirmationQuestion): Promise<ConfirmationAnswer> {
    return this.#confirmations.ask(question)
  }

  async noteAbilities(holder: string, { urlElicitation }: { urlElicitation: boolean }): Promise<void> {
    this.#confirmations.noteAbilities(holder, urlElicitation)
  }

  startConnections(start: ConnectionsStart): Promise<string | null> {
    return startConnections(this.#parts, start)
  }

  openConnections(call: OAuthCall): Promise<PageAnswer> {
    return openConnections(this.#parts, call)
  }

  finishConnections(
    code: string,
    verifier: string,
  ): Promise<(ConnectionsSession & { token: string }) | null> {
    return finishConnections(this.#parts, code, verifier)
  }

  connectionsSession(token: string): Promise<ConnectionsSession | null> {
    return findConnectionsSession(this.#parts, token)
  }

  endConnectionsSession(token: string): Promise<void> {
    return endConnectionsSession(this.#parts, token)
  }

  listConnections(token: string, query: { cursor?: string; limit: number }): Promise<GrantPage | null> {
    return listConnections(this.#parts, token, query)
  }

  findConnection(token: string, grantId: string): Promise<GrantView | undefined> {
    return findConnection(this.#parts, token, grantId)
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

  async credential(question: CredentialQuestion | AccessTokenQuestion): Promise<CredentialAnswer> {
    try {
      if ('issuerKey' in question) return await answerCredential(this.#parts, question)
      const { sql } = this.ctx.storage
      const parts = { sql, serverId: this.#gatewayId(), keys: this.#upstreamKeys }
      return await answerAccessToken(parts, question)
    } catch (error) {
      const requestId = newRequestId()
      console.error(
        JSON.stringify({
          level: 'error',
          requestId,
          message: error instanceof Error ? (error.stack ?? error.message) : String(error),
          ...(error instanceof ConfigurationError ? { variable: error.variable } : {}),
        }),
      )
      return { ok: false, reason: 'internal', requestId }
    }
  }

  async reportRefusedToken(report: RefusedTokenReport): Promise<RefusedTokenAnswer> {
    if (isEmbedded(report.grantId)) return endRefusedEmbedded(this.ctx.storage.sql, report)
    return this.#vault.reportRefused(report)
  }

  /** Rejects when D1 cannot be read, so that whoever told us tells us again. */
  async configurationChanged(): Promise<void> {
    try {
      await this.#configuration.reload()
    } catch (error) {
      if (!(error instanceof NoSuchGatewayError)) throw error
      this.#timers.schedule('expiry', Date.now() + EXPIRY_RUN_MS)
    }
  }

  async listGrants(query: GrantQuery): Promise<GrantPage> {
    return this.#vault.list(query)
  }

  async revokeGrants(selector: RevocationSelector, options: RevocationOptions): Promise<RevocationResult> {
    const grantIds = this.#vault.select(selector, options.askedAt)
    const embedded = deleteSelectedTokens(this.ctx.storage.sql, selector, options.askedAt)
    const result = await this.#vault.end(grantIds, 'revoked_by_person', { downstream: options.downstream })
    // It may be the end of the Gateway: the next alarm finds out.
    if ('all' in selector) this.#timers.schedule('expiry', Date.now() + EXPIRY_RUN_MS)
    return this.#revocation(result, embedded)
  }

  async blockClient(clientId: string, { actor, askedAt }: BlockOptions): Promise<RevocationResult> {
    const { sql } = this.ctx.storage
    if (!takeBlockOrder(sql, { target: { clientId }, isBlock: true, askedAt })) return this.#nothingRevoked()
    sql.exec(
      'INSERT OR REPLACE INTO blocked_clients (client_id, blocked_at, actor) VALUES (?, ?, ?)',
      clientId,
      askedAt,
      actor,
    )
    const embedded = deleteSelectedTokens(sql, { clientId })
    const result = await this.#vault.end(this.#vault.select({ clientId }), 'revoked_by_person', {
      downstream: false,
    })
    return this.#revocation(result, embedded)
  }

  async unblockClient(clientId: string, { askedAt }: UnblockOptions): Promise<void> {
    const { sql } = this.ctx.storage
    if (!takeBlockOrder(sql, { target: { clientId }, isBlock: false, askedAt })) return
    sql.exec('DELETE FROM blocked_clients WHERE client_id = ?', clientId)
  }

  async listBlockedClients(): Promise<BlockedClient[]> {
    return this.ctx.storage.sql
      .exec<{ clientId: string; blockedAt: number; actor: string }>(
        'SELECT client_id AS clientId, blocked_at AS blockedAt, actor FROM blocked_clients ORDER BY blocked_at DESC',
      )
      .toArray()
  }

  async blockUser(
    user: UserKey,
    { actor, askedAt, downstream }: BlockOptions & { downstream: boolean },
  ): Promise<RevocationResult> {
    const { sql } = this.ctx.storage
    if (!takeBlockOrder(sql, { target: user, isBlock: true, askedAt })) return this.#nothingRevoked()
    insertBlockedUser(sql, { ...user, blockedAt: askedAt, actor })
    const { userIssuer, userSubject } = user
    const grantIds = this.#vault.select({ userIssuer, userSubject })
    const embedded = deleteSelectedTokens(sql, { userIssuer, userSubject })
    const result = await this.#vault.end(grantIds, 'revoked_by_person', { downstream })
    return this.#revocation(result, embedded)
  }

  async unblockUser(user: UserKey, { askedAt }: UnblockOptions): Promise<void> {
    const { sql } = this.ctx.storage
    if (!takeBlockOrder(sql, { target: user, isBlock: false, askedAt })) return
    deleteBlockedUser(sql, user)
  }

  async listBlockedUsers(): Promise<BlockedUser[]> {
    return selectBlockedUsers(this.ctx.storage.sql)
  }

  async putAccessToken(token: NewAccessToken): Promise<void> {
    insertAccessToken(this.ctx.storage.sql, token)
  }

  async revokeAccessToken(tokenId: string): Promise<void> {
    deleteAccessToken(this.ctx.storage.sql, tokenId)
  }

  async lastUses(tokenIds: readonly string[]): Promise<Record<string, number>> {
    return selectLastUses(this.ctx.storage.sql, tokenIds)
  }

  putSharedKey(key: { id: string; origin: string; key: string }): Promise<void> {
    return this.#upstreamKeys.putShared(key)
  }

  putUserKey(key: KeyOwner & { origin: string; key: string }): Promise<UserKeyView> {
    return this.#upstreamKeys.putOwn(key)
  }

  async removeUserKey(owner: KeyOwner, askedAt: number): Promise<void> {
    this.#upstreamKeys.removeOwn(owner, askedAt)
  }

  async findUserKey(owner: KeyOwner): Promise<UserKeyView | null> {
    return this.#upstreamKeys.findOwn(owner)
  }

  async listUserKeys(query: { after: KeyOwner | null; limit: number }): Promise<UserKeyPage> {
    return this.#upstreamKeys.listOwn(query)
  }

  async serverChanged(state: ServerState | null): Promise<void> {
    keepServerState(this.ctx.storage.sql, state)
  }

  /** Runs what is due; a part that fails is tried again, and never holds up the others. */
  override async alarm(): Promise<void> {
    const takenAt = Date.now()
    for (const timer of this.#timers.takeDue(takenAt)) {
      try {
        this.#timers.finish(timer, takenAt, await this.#run(timer))
      } catch (error) {
        console.error(
          JSON.stringify({ level: 'error', message: `timer ${timer} failed`, cause: String(error) }),
        )
      }
    }
    if (await this.#isAbandoned()) return this.#forgetEverything()
    this.#timers.arm()
  }

  /** D1 has no such Gateway, nothing lives here, and neither the downstream nor the log waits for anything. */
  async #isAbandoned(): Promise<boolean> {
    // No row of `gateways` speaks about the object of a server; it is emptied when its server is deleted.
    if (isServerObject(this.#gatewayId())) return false
    if (!this.#vault.isIdle() || !(await this.#outbox.flush())) return false
    try {
      await this.#configuration.load()
      return false
    } catch (error) {
      return error instanceof NoSuchGatewayError && this.#vault.isIdle()
    }
  }

  /** The instance is of no use afterwards; nobody calls a deleted Gateway, and the next one starts empty. */
  async #forgetEverything(): Promise<void> {
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
  }

  async #run(timer: 'vault' | 'expiry' | 'outbox'): Promise<number | null> {
    switch (timer) {
      case 'vault':
        return this.#vault.runTimers()
      case 'expiry': {
        const next = await endExpired(this.#parts, Date.now())
        return next === null ? null : Math.max(next + 1_000, Date.now() + EXPIRY_RUN_MS)
      }
      case 'outbox':
        return (await this.#outbox.flush()) ? null : Date.now() + RETRY_MS
    }
  }

  /** `embedded`: tokens without a grant, which end here only. */
  #revocation(result: { ended: number; revokedDownstream: number }, embedded = 0): RevocationResult {
    return {
      revoked: result.ended + embedded,
      revokedDownstream: result.revokedDownstream,
      effectiveWithinSeconds: settingsOf(this.env).revocationCacheMs / 1_000,
    }
  }

  #nothingRevoked(): RevocationResult {
    return this.#revocation({ ended: 0, revokedDownstream: 0 })
  }

  get #ownParts(): ConfirmationParts {
    return { ...this.#parts, confirmations: this.#confirmations }
  }

  /** An object knows its name only while it is called by it; alarms read what was kept. */
  #gatewayId(): string {
    const { name } = this.ctx.id
    const { sql } = this.ctx.storage
    const [kept] = sql
      .exec<{ value: string }>("SELECT value FROM object_facts WHERE name = 'gateway_id'")
      .toArray()
    if (kept) return kept.value
    if (name === undefined) throw new Error('this object was never called by its name')
    const gatewayId = gatewayIdOf(name)
    sql.exec("INSERT INTO object_facts (name, value) VALUES ('gateway_id', ?)", gatewayId)
    return gatewayId
  }
}
