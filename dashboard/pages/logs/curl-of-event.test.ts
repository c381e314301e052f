import { expect, it } from 'vitest'
import { curlOfEvent } from './curl-of-event.ts'

const URL = 'https://limen.example.com/s/desk/mcp'
const call = { kind: 'call', method: 'tools/call', tool: 'add_todo', protocolVersion: '2026-07-28' } as const

/** The words that a POSIX shell makes of it (Shell Command Language §2.2). Throws where it would do anything else. */
function wordsOf(command: string | undefined): string[] {
  const words: string[] = []
  const part = /'([^']*)'|"([^"`\\]*)"|\\\n|\\(.)|([\w=:/.-]+)|([ \n]+)/gsy
  let word: string | undefined
  const text = command ?? ''
  while (part.lastIndex < text.length) {
    const [whole, single, double, escaped, plain, space] = part.exec(text) ?? []
    if (whole === undefined) throw new Error('the shell would do more than read words')
    if (space !== undefined || whole === '\\\n') {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + (single ?? double ?? escaped ?? plain ?? '')
  }
  return word === undefined ? words : [...words, word]
}

/** Of Base64. */
function textIn(encoded: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(encoded), (unit) => unit.charCodeAt(0)))
}

function bodyOf(words: readonly string[]): { method: string; params: Record<string, unknown> } {
  return JSON.parse(words[words.indexOf('--data-raw') + 1] ?? '')
}

it('repeats the call against the public URL, with placeholders for token and arguments', () => {
  const words = wordsOf(curlOfEvent(call, URL))
  expect(words).toContain(URL)
  expect(words[0]).toMatch(/^MCP_TOKEN=paste/)
  expect(words).toContain('Authorization: Bearer $MCP_TOKEN')
  expect(words).toContain('MCP-Protocol-Version: 2026-07-28')
  expect(words).toContain('Mcp-Method: tools/call')
  expect(words).toContain('Mcp-Name: add_todo')
  const { method, params } = bodyOf(words)
  expect([method, params['name']]).toEqual(['tools/call', 'add_todo'])
  expect(JSON.stringify(params['arguments'])).toContain('NOT LOGGED')
})

it('says nothing of later revisions to an earlier one', () => {
  const words = wordsOf(curlOfEvent({ ...call, protocolVersion: '2025-06-18' }, URL))
  expect(words).toContain('MCP-Protocol-Version: 2025-06-18')
  expect(words.some((word) => word.startsWith('Mcp-'))).toBe(false)
  expect(bodyOf(words).params['_meta']).toBeUndefined()
})

const HOSTILE = [
  "'; touch /tmp/limen-pwned; '",
  '$(id)',
  '`id`',
  'a"b\\',
  "'\n\rid\n'",
  // PowerShell, cmd and fish read quotes and backslashes in their own ways.
  "x' ; calc #",
  'x\u2019 ; calc #',
  'a"&calc&"',
  '%COMSPEC%',
  String.raw`\' ; touch /tmp/limen-pwned #`,
  '\u202etool ü \u{1f600}',
  ' spaced ',
]

it.each(HOSTILE)('a tool named %j stays a name, in every shell', (tool) => {
  const text = curlOfEvent({ ...call, tool }, URL) ?? ''
  expect(bodyOf(wordsOf(text)).params['name']).toBe(tool)
  const [header = '', encoded = ''] = /Mcp-Name: =\?base64\?([A-Za-z0-9+/=]+)\?=/.exec(text) ?? []
  expect(textIn(encoded)).toBe(tool)
  // Besides the name, escaped, nothing differs from the call of a harmless one.
  const escaped = /"name":"([^"]*)","arguments"/.exec(text)?.[1] ?? ''
  expect(escaped).toMatch(/^(?:[A-Za-z0-9_ ./:-]|\\u[0-9a-f]{4})+$/)
  expect(text.replace(escaped, 'add_todo').replace(header, 'Mcp-Name: add_todo')).toBe(curlOfEvent(call, URL))
})

it.each(HOSTILE)('a method and a protocol version %j are in no header', (text) => {
  const curl = curlOfEvent({ ...call, method: text, protocolVersion: text }, URL)
  const words = wordsOf(curl)
  expect(bodyOf(words).method).toBe(text)
  expect(words.some((word) => /^mcp-/i.test(word))).toBe(false)
})

it('is there for a stream too, and not for the step of a sign-in', () => {
  expect(wordsOf(curlOfEvent({ ...call, method: 'GET', tool: null }, URL))).toContain(
    'Accept: text/event-stream',
  )
  expect(curlOfEvent({ ...call, kind: 'authorization', method: 'token' }, URL)).toBeUndefined()
})
