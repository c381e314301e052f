// A vault in a real object with real SQLite, a clock that the test moves and a fake downstream.
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { GatewayRow } from '../../schema/tables/gateways.ts'
import { parseMasterKeys } from '../crypto/master-keys.ts'
import type { DownstreamProfile } from '../downstream/contract.ts'
import type { Env } from '../environment.ts'
import type { NewGrant, Vault } from '../gateway/vault/contract.ts'
import { createVault } from '../gateway/vault/index.ts'
import type { LogEntry } from '../logs/event.ts'
import { FakeAuthorizationServer } from './fake-authorization-server.ts'
import { gatewayRow } from './rows.ts'

const ISSUER = 'https://as.test.dev'
export const OLD_KEYS = 'k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'
export const NEW_KEYS = `k2:HxESExQVFhcYGRobHB0eHwABAgMEBQYHCAkKCwwNDg8,${OLD_KEYS}`

/** What outlives the memory of the object: its storage, the downstream and the time. */
export interface VaultWorld {
  storage: DurableObjectStorage
  as: FakeAuthorizationServer
  /** Milliseconds; the test moves it. */
  clock: { now: number }
  /** MCP authorizations that were ended, by id. */
  ended: string[]
  log: LogEntry[]
  scheduled: number[]
  keys: { text: string }
  gateway: { state: 'ready' | 'needs_review' | 'away'; row: GatewayRow }
  background: Promise<unknown>[]
  /** A vault with empty memory, as after an eviction. */
  boot: () => Vault
  rows: () => Record<string, SqlStorageValue>[]
  row: (id: string) => Record<string, SqlStorageValue>
  set: (id: string, change: Record<string, SqlStorageValue>) => void
}

/** Runs the test inside a fresh object. */
export function inVault(test: (world: VaultWorld) => Promise<void>): Promise<void> {
  const { GATEWAY } = env as unknown as Env
  const stub = GATEWAY.getByName(`vault-test-${crypto.randomUUID()}`)
  return runInDurableObject(stub, (_object, state) => test(worldOf(state.storage)))
}

function worldOf(storage: DurableObjectStorage): VaultWorld {
  const world: VaultWorld = {
    storage,
    as: new FakeAuthorizationServer(),
    clock: { now: 1_800_000_000_000 },
    ended: [],
    log: [],
    scheduled: [],
    keys: { text: OLD_KEYS },
    gateway: { state: 'ready', row: gatewayRow({ scopes: ['tickets.read'] }) },
    background: [],
    boot: () => bootVault(world),
    rows: () => storage.sql.exec('SELECT * FROM grants ORDER BY created_at, id').toArray(),
    row: (id) => storage.sql.exec('SELECT * FROM grants WHERE id = ?', id).one(),
    set: (id, change) => {
      const columns = Object.keys(change).map((column) => `${column} = ?`)
      storage.sql.exec(`UPDATE grants SET ${columns.join(', ')} WHERE id = ?`, ...Object.values(change), id)
    },
  }
  return world
}

function bootVault(world: VaultWorld): Vault {
  return createVault({
    storage: world.storage,
    gatewayId: 'gw_test',
    keys: () => parseMasterKeys(world.keys.text),
    profile: async () => {
      if (world.gateway.state === 'away') throw new Error('D1 is down')
      return world.gateway.state === 'needs_review' ? 'needs_review' : profileOf(world.gateway.row)
    },
    hooks: {
      endAuthorization: ({ authorizationId }) => world.ended.push(authorizationId),
      record: (entry) => world.log.push(entry),
      schedule: (dueAt) => world.scheduled.push(dueAt),
    },
    waitUntil: (promise) => world.background.push(promise),
    io: world.as.io(() => world.clock.now),
    now: () => world.clock.now,
    random: () => 0.5,
  })
}

function profileOf(row: GatewayRow): DownstreamProfile {
  return {
    gateway: row,
    endpoints: {
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize`,
      token_endpoint: `${ISSUER}/token`,
      revocation_endpoint: `${ISSUER}/revoke`,
    },
    clientId: row.clientId ?? 'limen',
    clientSecret: null,
    redirectUri: 'https://limen.test.dev/g/gw_test/callback',
    allowPrivateTargets: false,
    ownOrigins: [],
  }
}

let serial = 0

/** A completed consent whose access token ends in an hour. */
export function newGrant(world: VaultWorld, overrides: Partial<NewGrant> = {}): NewGrant {
  serial += 1
  return {
    attachmentId: 'att_1',
    serverId: 'srv_1',
    authorizationId: `authz-${serial}`,
    userId: 'usr_1',
    issuerKey: 'att_1:p',
    identity: {
      issuer: ISSUER,
      subject: 'ada',
      organization: null,
      email: 'ada@engines.example',
      emailVerified: true,
      displayName: 'Ada',
    },
    clientId: 'client_1',
    clientName: 'A client',
    redirectUri: 'http://127.0.0.1/callback',
    scopes: ['tickets.read'],
    tokens: {
      accessToken: `first-at-${serial}`,
      accessExpiresAt: world.clock.now + 3_600_000,
      refreshToken: world.as.issueRefreshToken(),
      scopes: ['tickets.read'],
      idToken: null,
      clientId: 'limen',
    },
    ...overrides,
  }
}
