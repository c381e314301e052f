/// <reference types="vite/types/importMeta.d.ts" />
// README.md names every durable place: a table or KV key that is added must be described.
import { getTableName } from 'drizzle-orm'
import { expect, it } from 'vitest'
import * as tables from './tables/index.ts'

const texts = import.meta.glob<string>(
  ['./README.md', './objects/*', '../worker/**/*.ts', '!../worker/**/*.test.ts', '!../worker/testing/**'],
  { query: '?raw', import: 'default', eager: true },
)
const readme = texts['./README.md'] ?? ''

function found(pattern: RegExp, files: RegExp): string[] {
  const matching = Object.entries(texts).filter(([path]) => files.test(path))
  return matching.flatMap(([, text]) => [...text.matchAll(pattern)].map(([, name = '']) => name))
}

it('every table of D1 and of the objects has a line', () => {
  const ofD1 = Object.values(tables).map((table) => getTableName(table))
  const ofObjects = found(/CREATE TABLE IF NOT EXISTS (\w+)/g, /^\.\/objects\//)
  expect(ofD1).toContain('key_checks')
  expect(ofObjects).toEqual(expect.arrayContaining(['grants', 'blocked_clients', 'blocked_users']))
  for (const name of [...ofD1, ...ofObjects]) expect(readme, name).toContain(`\`${name}\``)
})

it('whatever writes to KV is described', () => {
  const writers = Object.entries(texts).filter(([, text]) => /\bkv\??\.put\(/i.test(text))
  expect(writers.map(([path]) => path.split('/').at(-1)).toSorted()).toEqual([
    'dynamic-clients.ts',
    'keep-cap.ts',
    'kept-keys.ts',
    'public-document.ts',
    'restore-notice.ts',
  ])
  for (const key of ['client/', 'cimd/', 'client-jwks/', 'jwks/', 'log-count', 'restore/'])
    expect(readme).toContain(`\`${key}`)
})
