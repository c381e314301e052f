import { describe, expect, test, vi } from 'vitest'
import corpus from './corpora/json-parsing.json'
import { checkJson, JsonRefusal, rawElements, rawMember } from './json.ts'
import { scanJson, type JsonSource } from './json-scan.ts'

// Texts by the million, on machines that have other work too.
vi.setConfig({ testTimeout: 60_000 })

const utf8 = new TextEncoder()

/** The reason of the refusal, or `ok`. Anything thrown that is no JsonRefusal fails the test. */
function verdict(input: string | Uint8Array, depthMax?: number): string {
  try {
    const bytes = typeof input === 'string' ? utf8.encode(input) : input
    checkJson(bytes, depthMax === undefined ? {} : { depthMax })
    return 'ok'
  } catch (error) {
    if (error instanceof JsonRefusal) return error.reason
    throw error
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
}

describe('JSONTestSuite', () => {
  const cases = Object.entries(corpus as Record<string, string>)

  test('every text that must parse passes, but for duplicate keys', () => {
    const refused = cases.filter(([name, text]) => name.startsWith('y_') && verdict(bytesOf(text)) !== 'ok')
    expect(refused.map(([name]) => name)).toEqual([
      'y_object_duplicated_key',
      'y_object_duplicated_key_and_value',
    ])
  })

  test('every text that must not parse is refused', () => {
    const passed = cases.filter(([name, text]) => name.startsWith('n_') && verdict(bytesOf(text)) === 'ok')
    expect(passed.map(([name]) => name)).toEqual([])
    expect(cases.length).toBe(318)
  })

  test('where the suite leaves it open, we agree with JSON.parse, apart from depth', () => {
    for (const [name, text] of cases.filter(([name]) => name.startsWith('i_'))) {
      const reason = verdict(bytesOf(text))
      if (reason === 'depth') continue
      expect.soft(reason === 'ok', name).toBe(isParsed(bytesOf(text)))
    }
  })
})

describe('the short way for canonical texts', () => {
  const scanned = (text: string, depthMax = 64) => {
    try {
      scanJson(text, depthMax)
      return 'ok'
    } catch (error) {
      if (error instanceof JsonRefusal) return error.reason
      throw error
    }
  }
  const texts = [
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":1}',
    '{"a":{"b":[{"c":1,"c":2}]}}',
    '{"2":1,"1":2}',
    '{"__proto__":1,"__proto__":1}',
    '{"__proto__":{"x":1},"toJSON":1}',
    '{"a":1.0}',
    '{"a":-0}',
    '{"a":12345678901234567890}',
    '{"a":"\\ud800"}',
    '{"a":1} ',
    ' {"a":1}',
    '{"a":1}{"a":1}',
    '',
    'null',
    '"a"',
    '[[[[1]]]]',
    '[[[[[1]]]]]',
    '"[[[[[[{{{{"',
  ]

  test.each(texts)('decides as the scan does: %s', (text) => {
    expect([verdict(text), verdict(text, 4)]).toEqual([scanned(text), scanned(text, 4)])
  })

  test('decides as the scan does on every text of the suite that is UTF-8', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    let compared = 0
    for (const [name, base64] of Object.entries(corpus as Record<string, string>)) {
      const bytes = bytesOf(base64)
      if (['utf8'].includes(verdict(bytes))) continue
      compared += 1
      expect.soft(verdict(bytes), name).toBe(scanned(decoder.decode(bytes)))
    }
    expect(compared).toBeGreaterThan(250)
  })

  test('is taken by what JSON.stringify writes, and by nothing else', () => {
    const isShort = (text: string) => checkJson(utf8.encode(text)).isCanonical
    expect(isShort('{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"a"}}')).toBe(true)
    expect(['{"a": 1}', '{"a":1.0}', '{"a":"\\u0061"}', '{"2":1,"1":2}'].map(isShort)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

function isParsed(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    return true
  } catch {
    return false
  }
}

test('bytes that are not UTF-8, and a byte order mark, are refused as such', () => {
  const cases: [string, number[]][] = [
    ['overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['lone continuation', [0x22, 0x80, 0x22]],
    ['surrogate half', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['above U+10FFFF', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ['cut sequence', [0x22, 0xe2, 0x82]],
    ['UTF-8 mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d]],
    ['UTF-16LE mark', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ]
  for (const [name, bytes] of cases) expect.soft(verdict(new Uint8Array(bytes)), name).toBe('utf8')
})

test('a mark inside a string is text', () => {
  expect(verdict('"\uFEFF"')).toBe('ok')
})

test('a member name that stands twice is refused at any depth and in any spelling', () => {
  const twice = [
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"\\u0061":1,"a":2}',
    '{"\\u00e9":1,"\u00e9":2}',
    '{"\\uD83D\\uDE00":1,"\u{1F600}":2}',
    '{"\\/":1,"/":2}',
    '{"\\"":1,"\\u0022":2}',
    '{"\\\\":1,"\\u005C":2}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"1":1,"1":2}',
    '[[{"b":{"a":1,"x":[],"a":2}}]]',
    '{"a":{"a":1},"b":[{"a":1}],"a":0}',
    `{${names(8)},"k0":1}`,
    `{${names(9)},"k8":1}`,
    `{${names(500)},"k499":1}`,
    `{${names(500)},"k\\u0030":1}`,
  ]
  for (const text of twice) expect.soft(verdict(text), text.slice(0, 60)).toBe('duplicate_key')
})

test('equal names in different objects, and names that only look alike, pass', () => {
  const once = [
    '{"a":{"a":{"a":1}},"b":{"a":2}}',
    '[{"a":1},{"a":1}]',
    '{"a":1,"A":2}',
    '{"\u00e9":1,"e\u0301":2}',
    '{"a":1,"a\\u0000":2}',
    '{"\\\\u0061":1,"a":2}',
    '{"\\"a":1,"a":2}',
    `{${names(500)},"z":{${names(500)}}}`,
  ]
  for (const text of once) expect.soft(verdict(text), text.slice(0, 60)).toBe('ok')
})

function names(count: number): string {
  return Array.from({ length: count }, (_, index) => `"k${index}":{"k${index}":0}`).join()
}

test('64 levels pass and 65 do not, whatever follows', () => {
  expect(verdict('['.repeat(64) + ']'.repeat(64))).toBe('ok')
  expect(verdict('['.repeat(65) + ']'.repeat(65))).toBe('depth')
  expect(verdict('{"a":'.repeat(64) + '1' + '}'.repeat(64))).toBe('ok')
  expect(verdict('{"a":'.repeat(65) + '1' + '}'.repeat(65))).toBe('depth')
  expect(verdict('[[]]', 1)).toBe('depth')
  expect(verdict('['.repeat(4_000_000))).toBe('depth')
})

test('depth costs no call frames', () => {
  expect(verdict('['.repeat(2_000_000) + ']'.repeat(2_000_000), Infinity)).toBe('ok')
})

test('agrees with JSON.parse on mutated and generated texts', () => {
  const random = seededRandom(20_261_121)
  const counts = { ok: 0, syntax: 0 }
  for (let round = 0; round < 30_000; round += 1) {
    const text = round % 2 === 0 ? generate(random, 0) : mutate(random, generate(random, 0))
    const ours = verdict(text)
    const theirs = isParsed(utf8.encode(text)) ? 'ok' : 'syntax'
    if (ours === 'duplicate_key') continue
    expect(ours, JSON.stringify(text)).toBe(theirs)
    counts[theirs] += 1
  }
  expect(counts.ok).toBeGreaterThan(5_000)
  expect(counts.syntax).toBeGreaterThan(5_000)
})

test('finds exactly the duplicates that a reviver-free model finds', () => {
  const random = seededRandom(7)
  let duplicates = 0
  for (let round = 0; round < 5_000; round += 1) {
    const members = Array.from({ length: Math.floor(random() * 14) }, () => String(Math.floor(random() * 40)))
    const isTwice = new Set(members).size < members.length
    const text = `[{${members.map((name) => `${spell(random, name)}:null`).join()}}]`
    expect(verdict(text), text).toBe(isTwice ? 'duplicate_key' : 'ok')
    if (isTwice) duplicates += 1
  }
  expect(duplicates).toBeGreaterThan(1_000)
  expect(duplicates).toBeLessThan(4_500)
})

test('an object of 300,000 members is checked, its last one against all before', () => {
  const members = Array.from({ length: 300_000 }, (_, index) => `"${index}":1`)
  expect(verdict(`{${members.join()}}`)).toBe('ok')
  expect(verdict(`{${members.join()},"0":1}`)).toBe('duplicate_key')
})

/** Every character is read a bounded number of times and copied at most once, so the work is linear. */
test('the work grows with the length of the text and with nothing else', () => {
  const shapes: Record<string, (size: number) => string> = {
    'many names': (size) => `{${Array.from({ length: size / 10 }, (_, i) => `"${i}":1`).join()}}`,
    'long names': (size) => `{"${'a'.repeat(size / 2)}":1,"${'a'.repeat(size / 2 - 1)}b":1}`,
    'escaped names': (size) => `{${Array.from({ length: size / 20 }, (_, i) => `"\\u0061${i}":1`).join()}}`,
    'small objects': (size) => `[${'{"a":1,"b":2},'.repeat(size / 14)}0]`,
    'one string': (size) => `"${'\\n'.repeat(size / 2)}"`,
    deep: (size) => '['.repeat(size / 2) + ']'.repeat(size / 2),
    'deep objects': (size) => '{"a":'.repeat(size / 6) + '0' + '}'.repeat(size / 6),
    numbers: (size) => `[${'1.5e-3,'.repeat(size / 7)}0]`,
    space: (size) => ' '.repeat(size) + '0',
  }
  for (const [name, build] of Object.entries(shapes)) {
    const text = build(100_000)
    const { reads, copied } = countWork(text)
    expect.soft(reads / text.length, `${name}: reads for each character`).toBeLessThan(4)
    expect.soft(copied / text.length, `${name}: copied for each character`).toBeLessThanOrEqual(1)
  }
})

function countWork(text: string): { reads: number; copied: number } {
  const work = { reads: 0, copied: 0 }
  const source: JsonSource = {
    length: text.length,
    charCodeAt(at) {
      work.reads += 1
      return text.charCodeAt(at)
    },
    slice(start, end) {
      const part = text.slice(start, end)
      work.copied += part.length
      return part
    },
  }
  scanJson(source, Infinity)
  return work
}

describe('rawMember', () => {
  test('keeps the source text of an id, digits above 2^53 included', () => {
    const cases: [string, string | undefined][] = [
      ['{"id":9007199254740993}', '9007199254740993'],
      ['{ "jsonrpc" : "2.0" , "id" : 1e2 , "x":0}', '1e2'],
      ['{"params":{"id":"inner"},"id":"a\\u0062"}', '"a\\u0062"'],
      ['{"params":[{"id":"inner"}]}', undefined],
      ['{"\\u0069d":7}', '7'],
      ['{"id":null}', 'null'],
      ['{"id":{"a":[1, 2]} }', '{"a":[1, 2]}'],
      ['{}', undefined],
      ['[{"id":1}]', undefined],
      ['"id"', undefined],
      ['{"a":"\\"id\\":1","b":2}', undefined],
    ]
    for (const [text, raw] of cases) {
      expect(verdict(text)).toBe('ok')
      expect.soft(rawMember(text, 'id'), text).toBe(raw)
    }
  })

  test('means the same value as JSON.parse on generated objects', () => {
    const random = seededRandom(3)
    let found = 0
    for (let round = 0; round < 5_000; round += 1) {
      const text = `{"x":${generate(random, 1)},${spell(random, 'id')} : ${generate(random, 1)} ,"y":1}`
      if (verdict(text) !== 'ok') continue
      const value = (JSON.parse(text) as { id: unknown }).id
      expect(JSON.parse(rawMember(text, 'id') ?? 'missing'), text).toEqual(value)
      found += 1
    }
    expect(found).toBeGreaterThan(2_000)
  })
})

test('rawElements gives each element of an array as it stands', () => {
  expect(rawElements(' [ 1.0 , {"id":[1,2]},"]" ] ')).toEqual(['1.0', '{"id":[1,2]}', '"]"'])
  expect(rawElements('[ ]')).toEqual([])
  expect(rawElements('{"a":[]}')).toBeUndefined()
})

/** mulberry32. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function pick(random: () => number, options: readonly string[]): string {
  return options[Math.floor(random() * options.length)] ?? ''
}

function generate(random: () => number, depth: number): string {
  const space = pick(random, ['', '', '', ' ', '\n', '\t '])
  const kind = random()
  if (depth < 4 && kind < 0.3) {
    const items = Array.from({ length: Math.floor(random() * 4) }, () => generate(random, depth + 1))
    return `${space}[${items.join()}${space}]`
  }
  if (depth < 4 && kind < 0.6) {
    const members = Array.from(
      { length: Math.floor(random() * 4) },
      (_, index) =>
        `${space}"${index}${pick(random, ['', '\\n', 'é', '\\u0041'])}":${generate(random, depth + 1)}`,
    )
    return `${space}{${members.join()}}${space}`
  }
  const scalars = [
    '0',
    '-0',
    '1.25',
    '-1e+9',
    '12E-3',
    'true',
    'false',
    'null',
    '""',
    '"a\\"b"',
    '"😀"',
    '"\\ud800"',
  ]
  return space + pick(random, scalars) + space
}

function mutate(random: () => number, text: string): string {
  const at = Math.floor(random() * (text.length + 1))
  const piece = pick(random, [
    ...'{}[]:,"\\0123eE+-. \n\u00a0\u0000/',
    'nul',
    'tru',
    '\\u',
    '\\u00g0',
    'NaN',
    '01',
    '.5',
    '1.',
  ])
  return random() < 0.5
    ? text.slice(0, at) + piece + text.slice(at)
    : text.slice(0, at) + piece + text.slice(at + 1)
}

/** A member name, sometimes with its first character escaped. */
function spell(random: () => number, name: string): string {
  if (random() < 0.7) return `"${name}"`
  return `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}"`
}
