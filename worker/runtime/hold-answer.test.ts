import { describe, expect, it } from 'vitest'
import { holdAnswer } from './hold-answer.ts'
import { ANSWER_LIMITS } from './limits.ts'
import { Patience } from './patience.ts'

/** What a runtime may send, and what every reader of UTF-8 sees in it. */
const TEXTS: [what: string, bytes: readonly number[], text: string][] = [
  ['ASCII', [0x22, 0x61, 0x22], '"a"'],
  ['all lengths of UTF-8', [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80], 'é€😀'],
  ['a byte order mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d], '{}'],
  ['a cut character', [0x22, 0xf0, 0x9f, 0x98, 0x22], '"\uFFFD"'],
  ['nothing', [], ''],
]

it('counts what came, not what was declared, where the runtime compressed it', async () => {
  const text = JSON.stringify('x'.repeat(1_000))
  const headers = {
    'content-type': 'application/json',
    'content-encoding': 'identity',
    'content-length': '5',
  }
  const held = await holdAnswer(new Response(text, { headers }), ANSWER_LIMITS, new Patience(), 1_000, true)
  expect(held).toEqual({ kind: 'whole', body: text, length: text.length })
})

function hold(bytes: readonly number[], isDeclared: boolean, isText: boolean) {
  const body = new Uint8Array(bytes)
  const headers: HeadersInit = isDeclared ? { 'content-length': String(body.length) } : {}
  return holdAnswer(new Response(body, { headers }), ANSWER_LIMITS, new Patience(), 1_000, isText)
}

describe.each([true, false])('an answer whose length is declared: %s', (isDeclared) => {
  it.each(TEXTS)('is held as its text: %s', async (_, bytes, text) => {
    expect(await hold(bytes, isDeclared, true)).toEqual({ kind: 'whole', body: text, length: bytes.length })
  })

  it.each(TEXTS)('is held as it came where it is no text: %s', async (_, bytes) => {
    const body = new Uint8Array(bytes)
    expect(await hold(bytes, isDeclared, false)).toEqual({ kind: 'whole', body, length: bytes.length })
  })
})
