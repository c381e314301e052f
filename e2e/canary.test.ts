// S12: after the whole suite, every secret it used is searched for in everything Limen wrote, kept and answered: as it
// is, and in base64, hex and URL encoding.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { users } from '../examples/demo/stack.ts'
import { downstreamTokens } from './harness/downstream-tokens.ts'
import { SEEN_SECRETS_FILE } from './harness/keep-secrets.ts'
import { ANSWERS_FILE } from './harness/setup.ts'
import { secretsOfWrite } from './harness/secrets-in.ts'
import { sharedStack } from './harness/shared-stack.ts'
import { until } from './harness/until.ts'

const stack = sharedStack()
const inState = (name: string) => path.join(stack.stateDirectory, name)

/** Secrets of the deployment and of the downstream: no client may ever see them. */
let ours: string[]
/** What clients, admins and users hold: it stands in the answers that issue it, and nowhere else. */
let theirs: string[]

beforeAll(async () => {
  const { adminSecret, adminKey, masterKeys, workerSecrets, handbookKey, clientSecret, apiClientSecret } =
    stack.secrets
  ours = [
    adminSecret,
    ...(adminKey === undefined ? [] : [adminKey]),
    ...masterKeys.split(',').map((key) => key.slice(key.indexOf(':') + 1)),
    ...Object.values(workerSecrets),
    handbookKey,
    clientSecret,
    apiClientSecret,
    ...users.map(({ password }) => password),
    ...downstreamTokens(stack.stateDirectory, 'AccessToken'),
    ...downstreamTokens(stack.stateDirectory, 'RefreshToken'),
  ]
  theirs = [...new Set(readFileSync(inState(SEEN_SECRETS_FILE), 'utf8').trim().split('\n'))]
  await untilQueueIsEmpty()
})

describe('the search itself', () => {
  it('knows secrets of every kind', () => {
    expect(ours.length).toBeGreaterThan(20)
    expect(theirs.length).toBeGreaterThan(20)
    for (const prefix of ['lmn_', 'lmn_key_', 'lmn_inv_', 'canary-upstream-'])
      expect(theirs.some((secret) => secret.startsWith(prefix))).toBe(true)
    expect(
      secretsOfWrite('{"upstreamKey":"a","key":"b"}', '{"token":"c","key":"d","secret":"e"}').filter(Boolean),
    ).toEqual(['b', 'a', 'c', 'd', 'e'])
  })

  it.each(['plain', 'base64', 'base64url', 'hex', 'url'])('finds a planted secret written as %s', (form) => {
    const secret = 'Ma/rk+er=0123456789'
    const written = encodings(secret)[form]
    expect(written).toBeDefined()
    expect(
      leaksIn([{ place: 'planted', bytes: Buffer.from(`left ${written} right`) }], [secret]),
    ).toHaveLength(1)
  })

  it('finds a planted secret in base64 at any offset', () => {
    const secret = 'Ma/rk+er=0123456789'
    for (const before of ['', 'x', 'xy']) {
      const written = Buffer.from(`${before}${secret}tail`).toString('base64')
      expect(leaksIn([{ place: 'planted', bytes: Buffer.from(written) }], [secret])).toHaveLength(1)
    }
  })
})

describe('no secret stands in', () => {
  it('the log of Limen', () => {
    const places = filesBelow(inState('logs')).filter(({ place }) => /limen|wrangler/.test(place))
    expect(places.map(({ place }) => path.basename(place))).toContain('limen.log')
    expect(leaksIn(places, [...ours, ...theirs])).toEqual([])
  })

  it('D1, KV, the objects and the queue', () => {
    const places = filesBelow(inState('wrangler'))
    expect(places.length).toBeGreaterThan(3)
    expect(places.some(({ bytes }) => bytes.includes('support-assistant'))).toBe(true)
    // The development server keeps traces of its own, with the URLs of all calls; in one of auth-modes.test.ts the
    // upstream's key stands in the query, as that upstream wants it.
    const isTrace = ({ place }: Place) => place.includes('miniflare-wobs-trace-store')
    const stored = places.filter((place) => !isTrace(place))
    expect(leaksIn(stored, [...ours, ...theirs])).toEqual([])
    const notInUrls = theirs.filter((secret) => !secret.startsWith('canary-upstream-'))
    expect(leaksIn(places.filter(isTrace), [...ours, ...notInUrls])).toEqual([])
  })

  it('an answer of Limen, but for what it issues to its owner', () => {
    const answers = readFileSync(inState(ANSWERS_FILE), 'utf8').trim().split('\n')
    expect(answers.length).toBeGreaterThan(100)
    const places = answers.map((line) => {
      const { url, status, headers, body } = JSON.parse(line) as {
        url: string
        status: number
        headers: string[]
        body: string
      }
      return { place: `${status} ${url.split('?')[0]}`, bytes: Buffer.from([...headers, body].join('\n')) }
    })
    expect(leaksIn(places, ours)).toEqual([])
    // Keys and secrets stand in the answer that makes them, a session in the cookie of its callback.
    const issuing =
      /\/(token|callback|authorize)$|^201 .*\/(access-tokens|api-keys|clients|embedding-apps|invitations)$|^200 .*\/(clients|embedding-apps)\/[^/]+\/secret$|^200 .*\/resend$/
    // Upstreams of auth-modes.test.ts whose one tool tells what key came with the call.
    const telling = /^200 .*\/s\/mode-[0-9a-f]{8}\/mcp$/
    expect(
      leaksIn(
        places.filter(({ place }) => !issuing.test(place) && !telling.test(place)),
        theirs,
      ),
    ).toEqual([])
  })
})

interface Place {
  place: string
  bytes: Buffer
}

function filesBelow(folder: string): Place[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ place: path.relative(stack.stateDirectory, file), bytes: readFileSync(file) }))
}

/** `place: secret (form)`, with the secret cut short. */
function leaksIn(places: readonly Place[], secrets: readonly string[]): string[] {
  const needles = secrets.flatMap((secret) =>
    Object.entries(encodings(secret)).map(([form, text]) => ({
      text,
      name: `${secret.slice(0, 8)}… (${form})`,
    })),
  )
  return places.flatMap(({ place, bytes }) => {
    const text = bytes.toString('latin1')
    const hit = needles.find((needle) => text.includes(needle.text))
    return hit ? [`${place}: ${hit.name}`] : []
  })
}

/** How a secret may be written. The three base64 forms are those of the three offsets it can start at. */
function encodings(secret: string): Record<string, string> {
  const forms: Record<string, string> = {
    plain: secret,
    hex: Buffer.from(secret).toString('hex'),
    url: encodeURIComponent(secret),
    base64url: Buffer.from(secret).toString('base64url').slice(0, -2),
  }
  for (const [offset, name] of ['base64', 'base64 offset 1', 'base64 offset 2'].entries()) {
    const inner = secret.slice((3 - offset) % 3)
    const whole = inner.slice(0, inner.length - (inner.length % 3))
    forms[name] = Buffer.from(whole).toString('base64')
  }
  return forms
}

/** The log rows of the last calls are in D1. */
async function untilQueueIsEmpty(): Promise<void> {
  let last = -1
  await until('the log queue to settle', async () => {
    const { events } = await stack.admin.get<{ events: { at: number }[] }>('/logs?limit=1')
    const newest = events[0]?.at ?? 0
    const isSettled = newest === last
    last = newest
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    return isSettled
  })
}
