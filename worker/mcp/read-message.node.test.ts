// What a body is taken for before anything is decided about it: era (M1), one story of header and body (M2), bounds (M11).
import { describe, expect, test } from 'vitest'
import { McpRefusal } from './refusal.ts'
import { readMessage } from './read-message.ts'

const VERSION = '2026-07-28'
const CLAIM = 'io.modelcontextprotocol/protocolVersion'
const META = { [CLAIM]: VERSION }

function read(body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return readMessage(new TextEncoder().encode(text), new Headers(headers))
}

/** The code of the refusal, or the family of revisions that the body belongs to. */
function verdict(body: unknown, headers: Record<string, string> = {}): string {
  try {
    return read(body, headers).era.family
  } catch (error) {
    if (error instanceof McpRefusal) return error.code
    throw error
  }
}

const request = (method: string, params: Record<string, unknown> = {}) => ({
  jsonrpc: '2.0',
  id: 7,
  method,
  params,
})
const note = (params: Record<string, unknown> = {}) => ({
  jsonrpc: '2.0',
  method: 'notifications/x',
  params,
})
const saying = (version: string, method?: string) => ({
  'mcp-protocol-version': version,
  ...(method === undefined ? {} : { 'mcp-method': method }),
})

describe('the body decides the era (M1)', () => {
  test.each([
    ['a request', request('ping', { _meta: META }), saying(VERSION, 'ping')],
    ['a notification', note({ _meta: META }), saying(VERSION, 'notifications/x')],
  ])('%s with the claim is modern', (_name, body, headers) => {
    expect(verdict(body, headers)).toBe('modern')
  })

  test.each([
    ['a request without the claim', request('ping')],
    ['initialize', request('initialize', { protocolVersion: VERSION })],
    ['a claim beside "params"', { ...request('ping'), _meta: META }],
    ['a claim inside of the arguments', request('tools/call', { name: 'x', arguments: { _meta: META } })],
    ['a claim under another name', request('ping', { _meta: { protocolVersion: VERSION } })],
    ['"_meta" that is a list', request('ping', { _meta: [META] })],
    ['an answer', { jsonrpc: '2.0', id: 7, result: { _meta: META } }],
    ['an answer that has "params"', { jsonrpc: '2.0', id: 7, result: {}, params: { _meta: META } }],
  ])('%s is legacy, whatever the header says', (_name, body) => {
    expect([verdict(body), verdict(body, saying('2025-11-25')), verdict(body, saying(VERSION))]).toEqual([
      'legacy',
      'legacy',
      'legacy',
    ])
  })

  test.each([
    [VERSION, 'modern'],
    ['2027-01-01', 'modern'],
    ['2025-11-25', 'legacy'],
    ['latest', 'legacy'],
    ['draft-2026-v1', 'legacy'],
    [undefined, 'legacy'],
  ])('a notification without the claim goes by its version header: %s is %s', (version, family) => {
    const headers = version === undefined ? {} : saying(version, 'notifications/x')
    expect(verdict(note(), headers)).toBe(family)
  })

  test('a notification with the claim does not go by its header', () => {
    expect(verdict(note({ _meta: META }), saying('2025-11-25', 'notifications/x'))).toBe('header_mismatch')
  })

  test.each([5, '', null, {}])('a claim of %j is no claim and no message', (claim) => {
    expect(verdict(request('ping', { _meta: { [CLAIM]: claim } }))).toBe('invalid_request')
  })

  test('an array is legacy, and holds nothing modern', () => {
    expect(verdict([request('ping'), note()])).toBe('legacy')
    for (const one of [request('ping', { _meta: META }), note({ _meta: META })])
      expect(verdict([{ ...request('ping'), id: 1 }, one])).toBe('invalid_request')
  })

  test('arrays exist in one revision, which a missing header stands for (M3)', () => {
    const array = [request('ping')]
    const families = [undefined, '2025-03-26', '2025-06-18', '2025-11-25', VERSION].map((version) =>
      verdict(array, version === undefined ? {} : saying(version)),
    )
    expect(families).toEqual(['legacy', 'legacy', 'invalid_request', 'invalid_request', 'invalid_request'])
    expect(verdict([request('initialize')])).toBe('invalid_request')
  })

  test('of two requests in one array each has an id of its own, however it is written (M2)', () => {
    const ids = (a: string, b: string) =>
      verdict(`[{"jsonrpc":"2.0","id":${a},"method":"x"},{"jsonrpc":"2.0","id":${b},"method":"x"}]`)
    expect([ids('1', '1.0'), ids('"a"', '"\\u0061"'), ids('1', '1')]).toEqual(
      Array.from({ length: 3 }, () => 'invalid_request'),
    )
    expect([ids('1', '"1"'), ids('9007199254740992', '9007199254740993')]).toEqual(['legacy', 'legacy'])
  })

  test('an array has 100 messages at most', () => {
    const messages = Array.from({ length: 101 }, (_, id) => ({ ...request('ping'), id }))
    expect(verdict(messages.slice(1))).toBe('legacy')
    expect(verdict(messages)).toBe('invalid_request')
  })
})

describe('header and body tell one story (M2)', () => {
  const named: [method: string, member: string][] = [
    ['tools/call', 'name'],
    ['prompts/get', 'name'],
    ['resources/read', 'uri'],
    ['tasks/get', 'taskId'],
    ['tasks/update', 'taskId'],
    ['tasks/cancel', 'taskId'],
  ]

  test.each(named)('%s: Mcp-Name is "params.%s"', (method, member) => {
    const modern = request(method, { [member]: 'one', _meta: META })
    const said = (name: string) => ({ ...saying(VERSION, method), 'mcp-name': name })
    expect(verdict(modern, said('one'))).toBe('modern')
    expect(verdict(modern, said('two'))).toBe('header_mismatch')
    expect(verdict(modern, saying(VERSION, method))).toBe('header_mismatch')
  })

  test.each(named)('%s on legacy traffic: a header may be missing, and not contradict', (method, member) => {
    const legacy = request(method, { [member]: 'one' })
    expect(verdict(legacy)).toBe('legacy')
    expect(verdict(legacy, { 'mcp-method': method, 'mcp-name': 'one' })).toBe('legacy')
    expect(verdict(legacy, { 'mcp-name': 'two' })).toBe('header_mismatch')
    expect(verdict(legacy, { 'mcp-method': 'ping' })).toBe('header_mismatch')
  })

  test('a method that names nothing has no Mcp-Name to agree with', () => {
    expect(verdict(request('ping', { _meta: META }), { ...saying(VERSION, 'ping'), 'mcp-name': 'x' })).toBe(
      'modern',
    )
  })

  test.each([
    ['=?base64?w7xiZXI=?=', 'über', true],
    ['=?BASE64?w7xiZXI=?=', 'über', true],
    // What a header can carry as it is may be encoded all the same.
    ['=?base64?YQ==?=', 'a', true],
    ['=?base64?YQ==?=', '=?base64?YQ==?=', false],
    // No UTF-8: 0xff would become U+FFFD for a lenient reader.
    ['=?base64?/w==?=', '\uFFFD', false],
    ['=?base64??=', '', true],
    ['=?base64?=', '=?base64?=', true],
  ])('Mcp-Name %s stands for %j: %s', (header, name, isSame) => {
    const body = request('tools/call', { name, _meta: META })
    const headers = { ...saying(VERSION, 'tools/call'), 'mcp-name': header }
    expect(verdict(body, headers)).toBe(isSame ? 'modern' : 'header_mismatch')
  })

  test.each(['jsonrpc', 'id', 'method', 'params', 'result', 'error'])(
    'a second spelling of "%s" is refused: some decoders would take the other one',
    (member) => {
      for (const spelling of [member.toUpperCase(), `${member[0]?.toUpperCase()}${member.slice(1)}`])
        expect(verdict({ ...request('ping'), [spelling]: 1 }), spelling).toBe('invalid_request')
    },
  )

  test.each(['name', 'uri', 'taskId', '_meta', 'arguments'])(
    'a second spelling of "params.%s" is refused',
    (member) => {
      const spelling = member === 'taskId' ? 'taskid' : member.toUpperCase()
      expect(verdict(request('ping', { [member]: undefined, [spelling]: {} }))).toBe('invalid_request')
      expect(verdict(request('ping', { [`${member}s`]: {} }))).toBe('legacy')
    },
  )
})

describe('the bounds of a body (M2, M11)', () => {
  test('64 levels pass and 65 do not, the message and its params counted', () => {
    const nested = (levels: number) =>
      `{"jsonrpc":"2.0","id":7,"method":"x","params":{"a":${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}}}`
    expect([verdict(nested(64)), verdict(nested(65))]).toEqual(['legacy', 'parse_error'])
  })

  test('an id has 1,024 characters at most, its quotes counted', () => {
    const withId = (length: number) => ({ ...request('ping'), id: 'x'.repeat(length - 2) })
    expect([verdict(withId(1_024)), verdict(withId(1_025))]).toEqual(['legacy', 'invalid_request'])
  })

  test('a method has a name', () => {
    expect(verdict(request(''))).toBe('invalid_request')
  })

  test('an answer without an id answers nothing', () => {
    expect(verdict({ jsonrpc: '2.0', result: {} })).toBe('invalid_request')
  })

  test('what is no JSON has no id to echo; what is no message has its own', () => {
    const idOf = (body: string) => {
      try {
        read(body)
      } catch (error) {
        return error instanceof McpRefusal ? [error.code, error.details.rawId] : error
      }
      return undefined
    }
    expect(idOf('{"jsonrpc":"2.0","id":7,"id":7}')).toEqual(['parse_error', undefined])
    expect(idOf('{"jsonrpc":"1.0","id":7.0,"method":"x"}')).toEqual(['invalid_request', '7.0'])
    expect(idOf('{"jsonrpc":"2.0","id":"a\\u0062","method":"x","params":[]}')).toEqual([
      'invalid_request',
      '"a\\u0062"',
    ])
  })
})
