// S10 over real loopback sockets: what is sent, what is refused, when it stops, and what each failure is called.
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { hostileSockets, readSocketLedger } from '../testing/hostile-sockets.ts'
import { OutboundError } from './outbound-error.ts'
import { outbound, readCapped, type OutboundOptions } from './outbound.ts'

const ports = hostileSockets()
const open: OutboundOptions = {
  policy: 'configured',
  allowPrivateTargets: true,
  ownOrigins: ['http://127.0.0.1:8787'],
  timeoutMs: 1_500,
}
const closed: OutboundOptions = { ...open, policy: 'public' }

function scenario(name: string): string {
  return `http://127.0.0.1:${ports.scenarioPort}/${name}`
}

/** `ok`, or what the failure is called; in the body, `body: …`. */
async function outcome(
  url: string,
  options: Partial<OutboundOptions> = {},
  bytesMax = 100_000,
): Promise<string> {
  const init = { method: 'POST', body: 'grant_type=refresh_token' }
  try {
    const response = await outbound(url, init, { ...open, ...options })
    try {
      await readCapped(response, bytesMax, 400)
      return `ok ${response.status}`
    } catch (error) {
      return `body: ${failureOf(error)}`
    }
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error: unknown): string {
  if (error instanceof OutboundError) return error.failure
  throw error
}

beforeAll(() => {
  expect(inject('hostileSockets')).toBeDefined()
})

describe('every way in which a request can fail has its name', () => {
  const table: [string, string, string][] = [
    ['a whole answer', scenario('ok'), 'ok 200'],
    ['an informational answer before it', scenario('early-hints'), 'ok 200'],
    ['nobody listens', `http://127.0.0.1:${ports.refusedPort}/`, 'cut'],
    ['the connection is closed at once', `http://127.0.0.1:${ports.closingPort}/`, 'cut'],
    ['closed after the request', scenario('fin-after-request'), 'cut'],
    ['reset after the request', scenario('rst-after-request'), 'cut'],
    ['closed inside the headers', scenario('partial-headers'), 'cut'],
    ['not HTTP', scenario('not-http'), 'cut'],
    ['a length that is no number', scenario('bad-length'), 'cut'],
    ['headers without end', scenario('endless-headers'), 'cut'],
    ['a protocol switch', scenario('switching'), 'cut'],
    ['a status that no answer has', scenario('status-999'), 'cut'],
    ['TLS where there is none', `https://127.0.0.1:${ports.closingPort}/`, 'cut'],
    ['a name that does not exist', 'http://nothing.invalid/', 'unreachable'],
    ['a name that does not exist, over TLS', 'https://nothing.invalid/', 'cut'],
    ['no answer', scenario('never'), 'timeout'],
    ['a body shorter than promised', scenario('short-body'), 'body: cut'],
    ['chunks that end early', scenario('cut-chunks'), 'body: cut'],
    ['chunks without a length', scenario('bad-chunks'), 'body: cut'],
    ['not the encoding it says', scenario('bad-gzip'), 'body: cut'],
    ['a body that stops', scenario('stalled-body'), 'body: timeout'],
    ['a body that drips', scenario('dripping-body'), 'body: timeout'],
    ['a body without end', scenario('endless-body'), 'body: too_large'],
    ['64 MiB in 64 kB of gzip', scenario('gzip-bomb'), 'body: too_large'],
  ]
  test.each(table)('%s', async (_, url, expected) => {
    expect(await outcome(url)).toBe(expected)
  })

  test('the caller leaves, before and during the request', async () => {
    expect(await outcome(scenario('ok'), { signal: AbortSignal.abort() })).toBe('cancelled')
    expect(await outcome(scenario('never'), { signal: AbortSignal.timeout(50) })).toBe('cancelled')
  })

  test("the caller's wish to stop ends the body too", async () => {
    const stop = new AbortController()
    const response = await outbound(scenario('stalled-body'), {}, { ...open, signal: stop.signal })
    const reading = readCapped(response, 1_000, 5_000).catch(failureOf)
    stop.abort()
    expect(await reading).toBe('cut')
  })

  test('a failure names the origin, never path and query', async () => {
    const error = await outbound(scenario('never?token=secret'), {}, { ...open, timeoutMs: 50 }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(OutboundError)
    expect((error as OutboundError).message).toContain(String(ports.scenarioPort))
    expect((error as OutboundError).message).not.toContain('secret')
  })
})

describe('bounds (P9)', () => {
  test('a body of exactly the cap passes, one byte more does not', async () => {
    const body = (size: number) => new Response(new Uint8Array(size))
    expect((await readCapped(body(1_000), 1_000, 1_000)).byteLength).toBe(1_000)
    await expect(readCapped(body(1_001), 1_000, 1_000)).rejects.toMatchObject({ failure: 'too_large' })
  })

  test('an endless body is given up soon after the cap', async () => {
    await outcome(scenario('endless-body'), {}, 10_000)
    await settled('bytes')
    const before = (await readSocketLedger()).bytes
    await outcome(scenario('endless-body'), {}, 10_000)
    await settled('bytes')
    expect((await readSocketLedger()).bytes - before).toBeLessThan(20 * 1024 * 1024)
  })

  test('a missing body is empty', async () => {
    expect(await readCapped(new Response(null), 10, 100)).toEqual(new Uint8Array(0))
  })
})

describe('redirects', () => {
  const statuses = [300, 301, 302, 303, 304, 305, 307, 308]
  test.each(statuses)('%i is a failure, and its target sees no connection', async (status) => {
    const before = await readSocketLedger()
    expect(await outcome(scenario(`redirect-${status}`))).toBe('redirected')
    const after = await readSocketLedger()
    expect(after.scenario - before.scenario).toBe(1)
    expect(after.target - before.target).toBe(0)
  })

  test('not even when the caller asks to follow', async () => {
    const before = await readSocketLedger()
    const init: RequestInit = { method: 'GET', redirect: 'follow' }
    await expect(outbound(scenario('redirect-302'), init, open)).rejects.toMatchObject({
      failure: 'redirected',
    })
    expect((await readSocketLedger()).target - before.target).toBe(0)
  })
})

describe('a URL from a client never reaches a private address', () => {
  const spellings = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '017700000001',
    '127.1',
    '0x7f.1',
    '127.0.0.1.',
    '１２７.0.0.1',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    'localhost',
    'LOCALHOST',
    '0',
    '[::ffff:127.0.0.1]',
  ]

  test('the same spellings connect where an admin may use them', async () => {
    const before = await readSocketLedger()
    for (const host of spellings) {
      expect.soft(await outcome(`http://${host}:${ports.targetPort}/`), host).toBe('ok 200')
    }
    expect((await readSocketLedger()).target - before.target).toBe(spellings.length)
  })

  test.each(['https', 'http'])('no connection over %s', async (scheme) => {
    const before = await readSocketLedger()
    for (const host of [
      ...spellings,
      'localhost.',
      '[::1]',
      '[::]',
      '[0:0:0:0:0:ffff:7f00:1]',
      '[::127.0.0.1]',
    ]) {
      const url = `${scheme}://${host}:${ports.targetPort}/`
      expect.soft(await outcome(url, closed), host).toBe('refused_target')
      expect.soft(await outcome(url, { allowPrivateTargets: false }), host).toBe('refused_target')
    }
    expect((await readSocketLedger()).target).toBe(before.target)
  })

  test("no connection to Limen's own origin, whoever entered it", async () => {
    const before = await readSocketLedger()
    const ownOrigins = [`http://127.0.0.1:${ports.targetPort}`]
    for (const host of ['127.0.0.1', '0x7f.1', 'localhost', 'localhost.', '[::1]']) {
      const url = `http://${host}:${ports.targetPort}/s/x/mcp`
      expect.soft(await outcome(url, { ownOrigins }), host).toBe('refused_target')
    }
    expect((await readSocketLedger()).target).toBe(before.target)
  })
})

/** Waits until a number of the ledger stands still. */
async function settled(name: 'bytes'): Promise<void> {
  let last = -1
  for (let round = 0; round < 100; round += 1) {
    const now = (await readSocketLedger())[name]
    if (now === last) return
    last = now
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${name} never stands still`)
}
