import { expect, it } from 'vitest'
import { decodeHeaderValue } from '../../../worker/protocol/header-value.ts'
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

it.each(["'; touch /tmp/limen-pwned; '", '$(id)', '`id`', 'a"b\\', "'\n\rid\n'", '‮tool ü', ' spaced '])(
  'a tool named %j stays a name',
  (tool) => {
    const words = wordsOf(curlOfEvent({ ...call, tool }, URL))
    expect(bodyOf(words).params['name']).toBe(tool)
    const header = words.find((word) => word.startsWith('Mcp-Name: '))?.slice('Mcp-Name: '.length)
    expect(decodeHeaderValue(header ?? '')).toBe(tool)
  },
)

it('is there for a stream too, and not for the step of a sign-in', () => {
  expect(wordsOf(curlOfEvent({ ...call, method: 'GET', tool: null }, URL))).toContain(
    'Accept: text/event-stream',
  )
  expect(curlOfEvent({ ...call, kind: 'authorization', method: 'token' }, URL)).toBeUndefined()
})
