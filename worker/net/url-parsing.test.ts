// The compatibility date is a security setting (security.md §2.7): with an old one, URLs parse differently here than
// at the peers. This file must be green before the date moves.
import { expect, test } from 'vitest'
import parsing from './corpora/url-parsing.json'
import toAscii from './corpora/url-toascii.json'

interface ParsingCase {
  input: string
  base: string | null
  failure?: boolean
  [part: string]: unknown
}

interface AsciiCase {
  input: string
  output: string | null
}

const PARTS = [
  'href',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
]

const parsingCases = (parsing as (string | ParsingCase)[]).filter((entry) => typeof entry !== 'string')
const asciiCases = (toAscii as (string | AsciiCase)[]).filter((entry) => typeof entry !== 'string')

test('every URL of the WHATWG corpus parses as the standard says', () => {
  const wrong = parsingCases.filter((entry) => !isParsedAsGiven(entry))
  expect(wrong.map(({ input, base }) => ({ input, base }))).toEqual([])
  expect(parsingCases.length).toBeGreaterThan(800)
})

function isParsedAsGiven(entry: ParsingCase): boolean {
  const url = parse(entry.input, entry.base ?? undefined)
  if (entry.failure || !url) return Boolean(entry.failure) === !url
  const parts = url as unknown as Record<string, unknown>
  const given = 'origin' in entry ? [...PARTS, 'origin'] : PARTS
  return given.every((part) => parts[part] === entry[part])
}

test('every host of the corpus becomes the ASCII that the standard says', () => {
  const wrong = asciiCases.filter(({ input, output }) => {
    const host = parse(`https://${input}/x`)?.host ?? null
    return host !== output
  })
  expect(wrong).toEqual([])
  expect(asciiCases.length).toBeGreaterThan(60)
})

function parse(input: string, base?: string): URL | undefined {
  try {
    return new URL(input, base)
  } catch {
    return undefined
  }
}
