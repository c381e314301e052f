// The MCP door with real bindings before the hostile runtime. Only who calls is said by the test: tokens by name.
import { env } from 'cloudflare:workers'
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import type { ServerRow } from '../../schema/tables/index.ts'
import { sealSecret } from '../crypto/envelope.ts'
import { pathSurface, type Surface } from '../edge/public-urls.ts'
import type { Snapshot, ToolPolicy } from '../edge/snapshot.ts'
import { settingsOf, type Env } from '../environment.ts'
import type { Caller, CredentialAnswer, RefusedTokenAnswer, RefusedTokenReport } from '../gateway/contract.ts'
import type { LogEntry } from '../logs/event.ts'
import type { MeteredRules } from '../meter/metered-rules.ts'
import { createMcpHandler } from '../mcp/handle-mcp.ts'
import { NO_GOVERNANCE, type Governance } from '../policy/governance.ts'
import { ANSWER_LIMITS, type AnswerLimits } from '../runtime/limits.ts'
import { serverSecretBinding } from '../runtime/server-secrets.ts'
import { startRun, type RuntimeRun } from './hostile-runtime.ts'
import { attachmentRow, gatewayRow, serverRow } from './rows.ts'

export const WORKER_SECRET = 'worker-secret-0123456789abcdef'

export interface BenchOptions {
  server?: Partial<ServerRow>
  tools?: (Partial<ToolPolicy> & { name: string })[]
  scopes?: string[]
  limits?: Partial<AnswerLimits>
  attached?: boolean
  staticHeaders?: Record<string, string>
  env?: Partial<Env>
  meters?: MeteredRules
  governance?: Partial<Governance>
}

export interface Bench {
  runtime: RuntimeRun
  surface: Surface
  snapshot: Snapshot
  /** What was recorded. */
  events: LogEntry[]
  /** Answers to the question who calls, by token; a test changes them. */
  credentials: Map<string, CredentialAnswer>
  /** Reports of refused tokens, and what the object answers to the next one. */
  reports: RefusedTokenReport[]
  refusedAnswer: RefusedTokenAnswer
  /** How long the object takes for that answer. */
  refusedDelayMs: number
  /** Grants that the isolate was told to forget. */
  forgotten: string[]
  /** How old an answer each credential check allowed. */
  checks: number[]
  /** How old a snapshot each load allowed. */
  loads: number[]
  /** What the next load of the snapshot finds. */
  current: Snapshot | undefined
  /** `url`: where it comes in, the MCP URL of the server where nothing else is said. */
  send(init?: RequestInit & { token?: string | null; url?: string }): Promise<Response>
  /** A POST of one message as a legacy client sends it. */
  post(body: unknown, headers?: Record<string, string>, token?: string | null): Promise<Response>
  /** Everything that goes on in the background is over. */
  settled(): Promise<void>
}

/** Tokens `alice`, `bob` and `alice-other-client` are good; the downstream token of each is `downstream-<name>`. */
export async function startBench(options: BenchOptions = {}): Promise<Bench> {
  const runtime = startRun()
  const testEnv = { ...(env as unknown as Env), ...options.env }
  const snapshot = await buildSnapshot(runtime.url, options)
  const surface = pathSurface(testEnv.PUBLIC_ORIGIN, snapshot.server.slug)
  const contexts: ExecutionContext[] = []
  const bench: Bench = {
    runtime,
    surface,
    snapshot,
    events: [],
    credentials: new Map([
      ['alice', answerFor('alice', 'client-1')],
      ['alice-other-client', answerFor('alice', 'client-2')],
      ['bob', answerFor('bob', 'client-1')],
    ]),
    reports: [],
    refusedAnswer: { action: 'fault' },
    refusedDelayMs: 0,
    forgotten: [],
    checks: [],
    loads: [],
    current: snapshot,
    async send({ token = 'alice', url = surface.resource, ...init } = {}) {
      const request = new Request(url, init)
      if (token !== null) request.headers.set('authorization', `Bearer ${token}`)
      const ctx = createExecutionContext()
      contexts.push(ctx)
      return handle(request, testEnv, ctx, snapshot, surface)
    },
    post(body, headers = {}, token = 'alice') {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      return bench.send({ method: 'POST', body: text, headers: { ...JSON_HEADERS, ...headers }, token })
    },
    async settled() {
      for (const ctx of contexts) await waitOnExecutionContext(ctx)
    },
  }
  const handle = createMcpHandler({
    async checkCredential(request, _env, _snapshot, _surface, { maxAgeMs }) {
      bench.checks.push(maxAgeMs)
      const token = request.headers.get('authorization')?.slice('Bearer '.length) ?? ''
      return bench.credentials.get(token) ?? { ok: false, reason: 'invalid_token' }
    },
    async loadSnapshot(_env, _ctx, _key, maxAgeMs) {
      bench.loads.push(maxAgeMs)
      return bench.current
    },
    async reportRefusedToken(_env, _snapshot, report) {
      bench.reports.push(report)
      await scheduler.wait(bench.refusedDelayMs)
      return bench.refusedAnswer
    },
    forgetGrant(grantId) {
      bench.forgotten.push(grantId)
    },
    recordEvent(_env, _ctx, entry) {
      bench.events.push(entry)
    },
    limits: { ...ANSWER_LIMITS, ...options.limits },
  })
  return bench
}

export const TOOL_DEFAULTS: ToolPolicy = {
  enabled: true,
  requiredScopes: [],
  timeoutMs: null,
  risk: 'write',
  confirmation: false,
  cost: 1,
  state: 'approved',
  hash: null,
  seenHash: null,
}

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }

async function buildSnapshot(runtimeUrl: string, options: BenchOptions): Promise<Snapshot> {
  const keys = settingsOf(env as unknown as Env).masterKeys()
  const plain = serverRow({ runtimeUrl, ...options.server })
  const workerSecret = await sealSecret(keys, serverSecretBinding(plain, 'worker_secret'), WORKER_SECRET)
  const staticHeaders = options.staticHeaders
    ? await sealSecret(
        keys,
        serverSecretBinding(plain, 'static_headers'),
        JSON.stringify(options.staticHeaders),
      )
    : null
  const isAttached = options.attached ?? true
  return {
    revision: crypto.randomUUID(),
    server: { ...plain, workerSecret, staticHeaders },
    attachment: isAttached ? attachmentRow() : null,
    gateway: isAttached ? gatewayRow() : null,
    scopes: options.scopes ?? ['tickets.read', 'accounts.read'],
    tools: new Map(
      (options.tools ?? []).map(({ name, ...policy }) => [name, { ...TOOL_DEFAULTS, ...policy }]),
    ),
    preregisteredClients: [],
    embeddingApps: [],
    governance: { ...NO_GOVERNANCE, acceptClaimed: plain.acceptClaimed, ...options.governance },
    meters: options.meters ?? null,
  }
}

export function answerFor(user: string, clientId: string, overrides: Partial<Caller> = {}): CredentialAnswer {
  return {
    ok: true,
    caller: {
      grantId: `grt_${user}_${clientId}`,
      userId: `usr_${user}`,
      identity: {
        issuer: 'https://as.test.dev',
        subject: user,
        organization: null,
        email: `${user}@example.com`,
        emailVerified: true,
        displayName: user,
      },
      clientId,
      clientName: `Client ${clientId}`,
      clientRegistration: 'preregistered',
      hasLoopbackRedirect: false,
      scopes: ['tickets.read'],
      ...overrides,
    },
    downstream: { accessToken: `downstream-${user}`, expiresAt: null },
    expiresAt: Date.now() + 3_600_000,
  }
}
