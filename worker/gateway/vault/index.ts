// The vault of one Gateway: its grants and their refresh (security.md §3).
import type { MasterKeys } from '../../crypto/master-keys.ts'
import type { DownstreamProfile } from '../../downstream/contract.ts'
import { platformIo, type DownstreamIo } from '../../downstream/io.ts'
import { accessToken } from './access-token.ts'
import type { VaultContext } from './context.ts'
import type { Vault, VaultHooks } from './contract.ts'
import { createGrant } from './create-grant.ts'
import { endGrants } from './end-grants.ts'
import { GrantSecrets } from './grant-secrets.ts'
import { GrantStore } from './grant-store.ts'
import { viewOf } from './grant-view.ts'
import { listGrants, selectGrants } from './list-grants.ts'
import { reportRefused } from './report-refused.ts'
import { RequestPace } from './request-pace.ts'
import { restoreGrants } from './restore-grants.ts'
import { runTimers } from './run-timers.ts'
import { touchGrant } from './touch-grant.ts'

export interface VaultOptions {
  storage: DurableObjectStorage
  gatewayId: string
  /** Throws ConfigurationError when MASTER_KEYS is missing or wrong. */
  keys: () => MasterKeys
  /** The Gateway as it is now; asked before each request downstream. May reject while the configuration is away. */
  profile: () => Promise<DownstreamProfile | 'needs_review'>
  hooks: VaultHooks
  /** Holds what the object owns although every caller may have left. */
  waitUntil: (promise: Promise<unknown>) => void
  io?: DownstreamIo
  /** Milliseconds since 1970. */
  now?: () => number
  /** 0 ≤ x < 1, for jitter. */
  random?: () => number
}

/** Creates the tables where they are missing and schedules what is due; call it in the constructor of the object. */
export function createVault(options: VaultOptions): Vault {
  const now = options.now ?? (() => Date.now())
  const vault: VaultContext = {
    gatewayId: options.gatewayId,
    store: new GrantStore(options.storage),
    secrets: new GrantSecrets(options.gatewayId, options.keys),
    hooks: options.hooks,
    profile: options.profile,
    io: options.io ?? { ...platformIo, now },
    pace: new RequestPace(),
    flights: new Map(),
    uses: new Map(),
    waitUntil: options.waitUntil,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now,
    random: options.random ?? Math.random,
  }
  // A process that died inside its alarm took the timer with it; the rows know better (P10).
  const due = vault.store.nextTimer()
  if (due !== null) vault.hooks.schedule(due)
  return {
    create: (grant) => createGrant(vault, grant),
    accessToken: (grantId, minimumRemainingMs) => accessToken(vault, grantId, minimumRemainingMs),
    reportRefused: (report) => reportRefused(vault, report),
    end: (grantIds, reason, end) => endGrants(vault, grantIds, reason, end),
    restore: (restoredTo, ending) => restoreGrants(vault, restoredTo, ending),
    find: (grantId) => view(vault, vault.store.find(grantId)),
    findByAuthorization: (userId, authorizationId) =>
      view(vault, vault.store.findByAuthorization(userId, authorizationId)),
    list: (query) => listGrants(vault, query),
    select: (selector, madeUntil) => selectGrants(vault, selector, madeUntil),
    selectOfIssuer: (issuerKey) =>
      vault.store.selectIds("state <> 'revoked' AND issuer_key = ?", [issuerKey]),
    nameClient: (issuer, clientId) => vault.store.nameClient(issuer, clientId),
    isIdle: () =>
      vault.store.select("state IN ('active', 'refreshing') OR revocation_due = 1", [], 1).length === 0,
    touch: (grantId) => touchGrant(vault, grantId),
    runTimers: () => runTimers(vault),
  }
}

function view(vault: VaultContext, row: ReturnType<GrantStore['find']>) {
  return row && viewOf(vault.gatewayId, row, vault.uses.get(row.id)?.at ?? row.last_used_at)
}
