// A Gateway with two attached servers, a downstream to sign in at, and a browser: everything an authorization walks
// through. Objects, D1, KV and Queue are real; only the outside network is a fake, with a ledger.
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env as bindings } from 'cloudflare:workers'
import { platformIo } from '../downstream/io.ts'
import { hostSurface, pathSurface, type Surface } from '../edge/public-urls.ts'
import { readSnapshot } from '../edge/read-snapshot.ts'
import { isAttached, type AttachedSnapshot } from '../edge/snapshot.ts'
import { settingsOf, type Env } from '../environment.ts'
import { gatewayObject } from '../gateway/address.ts'
import { sha256Base64url } from '../crypto/digest.ts'
import { checkTarget } from '../net/target-policy.ts'
import { handleOAuth, handleSignIn, type OAuthAction } from '../oauth/handle-oauth.ts'
import { attachmentRow, clientRow, gatewayRow, insertRows, serverRow } from './rows.ts'
import type { GatewayRow } from '../../schema/tables/index.ts'

export const env = bindings as unknown as Env
export const ORIGIN = settingsOf(env).publicOrigin
export const CLIENT_REDIRECT = 'https://client.test.dev/callback'
export const VERIFIER = 'verifier-verifier-verifier-verifier-verifier-1'

/** Answers of hosts outside, by URL without query; a missing one is 404. */
type Outside = (url: URL, init: RequestInit) => Response | Promise<Response>

/** Cookies of the main host. `Secure` is ignored, as loopback browsers do. */
export class Jar {
  readonly #cookies = new Map<string, string>()

  read(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/max-age=0/i.test(line)) this.#cookies.delete(pair.slice(0, at))
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }

  header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

let worlds = 0

export class OAuthWorld {
  readonly gatewayId: string
  /** Requests that left for the outside. */
  readonly ledger: { url: string; form: URLSearchParams }[] = []
  readonly outside = new Map<string, Outside>()
  /** Who signs in downstream. */
  subject = 'ada'
  #serial = 0
  readonly #snapshots: [AttachedSnapshot, AttachedSnapshot]

  constructor(gatewayId: string, snapshots: [AttachedSnapshot, AttachedSnapshot]) {
    this.gatewayId = gatewayId
    this.#snapshots = snapshots
    platformIo.send = async (url, init, options) => {
      checkTarget(url, options)
      const target = new URL(url)
      this.ledger.push({ url: target.href, form: new URLSearchParams(String(init.body ?? '')) })
      const answer = this.outside.get(target.origin + target.pathname)
      return answer ? answer(target, init) : new Response('not found', { status: 404 })
    }
    this.outside.set('https://as.test.dev/token', () => {
      this.#serial += 1
      return Response.json({
        access_token: `downstream-at-${this.#serial}`,
        refresh_token: `downstream-rt-${this.#serial}`,
        token_type: 'Bearer',
        expires_in: 3_600,
      })
    })
    this.outside.set('https://as.test.dev/userinfo', () =>
      Response.json({ sub: this.subject, email: `${this.subject}@example.com`, email_verified: true }),
    )
  }

  static async create(gateway: Partial<GatewayRow> = {}): Promise<OAuthWorld> {
    worlds += 1
    const n = `${worlds}-${crypto.randomUUID().slice(0, 8)}`
    const row = gatewayRow({ id: `gw_${n}`, ...gateway })
    row.endpoints = {
      issuer: 'https://as.test.dev',
      authorization_endpoint: 'https://as.test.dev/authorize',
      token_endpoint: 'https://as.test.dev/token',
      userinfo_endpoint: 'https://as.test.dev/userinfo',
      jwks_uri: 'https://as.test.dev/jwks',
    }
    row.identity = { ...row.identity, source: 'userinfo' }
    const slugs = [`support-${n}`, `ops-${n}`] as const
    await insertRows(env.DB, {
      gateways: [row],
      servers: [
        serverRow({ id: `srv_a${n}`, slug: slugs[0] }),
        serverRow({ id: `srv_b${n}`, slug: slugs[1], name: 'Ops Console' }),
      ],
      attachments: [
        attachmentRow({
          id: `att_a${n}`,
          gatewayId: row.id,
          serverId: `srv_a${n}`,
          customHost: `localhost:${4_000 + worlds}`,
        }),
        attachmentRow({
          id: `att_b${n}`,
          gatewayId: row.id,
          serverId: `srv_b${n}`,
          scopes: ['tickets.write', 'admin.read'],
        }),
      ],
      clients: [clientRow({ id: `cli_${n}`, gatewayId: row.id, redirectUris: [CLIENT_REDIRECT] })],
    })
    const snapshots = await Promise.all(slugs.map((slug) => attached(slug)))
    return new OAuthWorld(row.id, snapshots as [AttachedSnapshot, AttachedSnapshot])
  }

  /** `a`, `b` in path form, `host`: `a` under its custom host. */
  surface(which: Which): Surface {
    const snapshot = this.snapshot(which)
    return which === 'host'
      ? hostSurface(ORIGIN, snapshot.attachment.customHost ?? '')
      : pathSurface(ORIGIN, snapshot.server.slug)
  }

  snapshot(which: Which): AttachedSnapshot {
    return this.#snapshots[which === 'b' ? 1 : 0]
  }

  get preregisteredId(): string {
    return this.snapshot('a').preregisteredClients[0]?.id ?? ''
  }

  object() {
    return gatewayObject(env, this.snapshot('a').gateway)
  }

  /** Every world comes from an address of its own, because the edge counts attempts by address. */
  send(which: Which, action: OAuthAction, request: Request): Promise<Response> {
    if (!request.headers.has('cf-connecting-ip')) request.headers.set('cf-connecting-ip', this.gatewayId)
    return handleOAuth(request, env, {
      snapshot: this.snapshot(which),
      surface: this.surface(which),
      action,
    })
  }

  async register(which: Which, body: Record<string, unknown> = {}): Promise<Response> {
    return this.send(
      which,
      'register',
      new Request(this.surface(which).registrationEndpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          redirect_uris: [CLIENT_REDIRECT],
          client_name: 'Dynamic',
          token_endpoint_auth_method: 'none',
          ...body,
        }),
      }),
    )
  }

  post(which: Which, action: 'token' | 'revoke', form: Record<string, string> | string, headers = {}) {
    const surface = this.surface(which)
    return this.send(
      which,
      action,
      new Request(action === 'token' ? surface.tokenEndpoint : surface.revocationEndpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
      }),
    )
  }

  async query(which: Which, changes: Record<string, string | undefined> = {}): Promise<URLSearchParams> {
    const query = new URLSearchParams()
    const parameters = {
      response_type: 'code',
      client_id: this.preregisteredId,
      redirect_uri: CLIENT_REDIRECT,
      state: 'client-state',
      code_challenge: await sha256Base64url(VERIFIER),
      code_challenge_method: 'S256',
      resource: this.surface(which).resource,
      ...changes,
    }
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value)
    return query
  }

  async open(
    which: Which,
    query: URLSearchParams | string,
    jar = new Jar(),
    headers = {},
  ): Promise<Response> {
    const response = await this.send(
      which,
      'authorize',
      new Request(`${this.surface(which).authorizationEndpoint}?${query.toString()}`, {
        headers: { cookie: jar.header(), 'sec-fetch-site': 'none', ...headers },
      }),
    )
    jar.read(response)
    return response
  }

  async decide(
    which: Which,
    handle: string,
    jar: Jar,
    decision: 'allow' | 'deny' = 'allow',
    scopes: readonly string[] = this.snapshot(which).scopes,
    headers = {},
  ): Promise<Response> {
    const form = new URLSearchParams({ handle, decision })
    for (const scope of scopes) form.append('scope', scope)
    const response = await this.send(
      which,
      'authorize',
      new Request(this.surface(which).authorizationEndpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          cookie: jar.header(),
          'sec-fetch-site': 'same-origin',
          origin: ORIGIN,
          ...headers,
        },
        body: form.toString(),
      }),
    )
    jar.read(response)
    return response
  }

  /** The downstream sends the browser back. */
  async callback(downstream: string, jar: Jar, answer: Record<string, string> = { code: 'downstream-code' }) {
    const url = new URL(`${ORIGIN}/g/${this.gatewayId}/callback`)
    url.searchParams.set('state', new URL(downstream).searchParams.get('state') ?? '')
    for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
    const response = await handleSignIn(
      new Request(url, { headers: { cookie: jar.header() } }),
      env,
      this.gatewayId,
      'callback',
    )
    jar.read(response)
    return response
  }

  /** From authorize to the code. */
  async code(which: Which, changes: Record<string, string | undefined> = {}, scopes?: string[]) {
    const jar = new Jar()
    const page = await this.open(which, await this.query(which, changes), jar)
    const posted = await this.decide(which, handleOf(await page.text()), jar, 'allow', scopes)
    const back = await this.callback(leadsTo(await posted.text()), jar)
    return new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? ''
  }

  redeem(which: Which, code: string, changes: Record<string, string> = {}): Promise<Response> {
    return this.post(which, 'token', {
      grant_type: 'authorization_code',
      client_id: this.preregisteredId,
      redirect_uri: CLIENT_REDIRECT,
      code_verifier: VERIFIER,
      code,
      ...changes,
    })
  }

  refresh(which: Which, refreshToken: string, changes: Record<string, string> = {}): Promise<Response> {
    return this.post(which, 'token', {
      grant_type: 'refresh_token',
      client_id: this.preregisteredId,
      refresh_token: refreshToken,
      ...changes,
    })
  }

  async tokens(which: Which, changes: Record<string, string | undefined> = {}): Promise<Tokens> {
    const { client_id } = changes
    const response = await this.redeem(
      which,
      await this.code(which, changes),
      client_id === undefined ? {} : { client_id },
    )
    return response.json<Tokens>()
  }

  /** Every durable row and every key of KV, without log, timers and the object's copy of its configuration. */
  async stateSnapshot(): Promise<string> {
    const rows = await runInDurableObject(this.object(), (_instance, ctx) => {
      const names = ctx.storage.sql
        .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .toArray()
        .map((row) => row.name)
        .filter((name) => !/^(sqlite_|_cf_)|^(outbox|timers|object_facts)$/.test(name))
      return names.map((name) => [name, ctx.storage.sql.exec(`SELECT * FROM ${name}`).toArray()])
    })
    const keys = await env.KV.list()
    return JSON.stringify([rows, keys.keys.map((key) => key.name)])
  }

  /** Runs the object's alarm now. */
  runAlarm(): Promise<boolean> {
    return runDurableObjectAlarm(this.object())
  }

  sql<T>(work: (sql: SqlStorage) => T): Promise<T> {
    return runInDurableObject(this.object(), (_instance, ctx) => work(ctx.storage.sql))
  }
}

export type Which = 'a' | 'b' | 'host'

export interface Tokens {
  access_token: string
  refresh_token: string
  scope: string
  expires_in: number
}

/** The hidden handle of a consent page. */
export function handleOf(page: string): string {
  return /name="handle" value="([^"]+)"/.exec(page)?.[1] ?? ''
}

/** Where a page leads on to. */
export function leadsTo(page: string): string {
  return (/content="0;url=([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&')
}

async function attached(slug: string): Promise<AttachedSnapshot> {
  const snapshot = await readSnapshot(env.DB, { slug })
  if (!snapshot || !isAttached(snapshot)) throw new Error(`${slug} is not attached`)
  return snapshot
}
