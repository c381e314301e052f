/// <reference types="vite/types/importMeta.d.ts" />
// architecture.md §2 and §3.8 as failing tests: arrows, pure folders, one network door, additive migrations.
import { describe, expect, test } from 'vitest'
import { findBrokenRules, importsOf, withoutComments, type SourceTree } from './import-rules.ts'

const sources = import.meta.glob<string>(
  [
    '../**/*.ts',
    '../../schema/**/*.ts',
    '../../dashboard/**/*.{ts,tsx}',
    '!../../**/node_modules/**',
    '!../../dashboard/dist/**',
  ],
  { query: '?raw', import: 'default', eager: true },
)
const migrations = import.meta.glob<string>('../../schema/migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** `../net/x.ts` as vite names it → `worker/net/x.ts`. */
function fromRoot(path: string): string {
  const url = new URL(path, 'file:///worker/conformance/')
  return url.pathname.slice(1)
}

const tree: SourceTree = Object.fromEntries(
  Object.entries(sources).map(([path, text]) => [fromRoot(path), text]),
)

const known = findBrokenRules(tree)

test('the house keeps its rules', () => {
  expect(Object.keys(tree)).toContain('worker/index.ts')
  expect(Object.keys(tree)).toContain('schema/tables/index.ts')
  expect(known).toEqual([])
})

describe('each rule bites: one line added to the real house breaks it', () => {
  const breaks: [string, string, string, RegExp][] = [
    [
      'a leaf imports a surface',
      'worker/net/outbound.ts',
      "import { x } from '../mcp/handle.ts'",
      /point down/,
    ],
    ['a leaf imports the domain', 'worker/crypto/digest.ts', "import '../logs/event.ts'", /point down/],
    [
      'a domain folder imports a surface',
      'worker/logs/event.ts',
      "import type { A } from '../admin/context.ts'",
      /point down/,
    ],
    ['anything imports the map', 'worker/edge/metadata.ts', "export * from '../app.ts'", /point down/],
    ['the map imports the door', 'worker/app.ts', "import '../worker/index.ts'", /point down/],
    [
      'an import over several lines',
      'worker/net/outbound.ts',
      "import {\n  a,\n  b,\n} from '../admin/context.ts'",
      /point down/,
    ],
    [
      'an import at run time',
      'worker/net/outbound.ts',
      "const a = await import('../admin/context.ts')",
      /point down/,
    ],
    ['a folder that nobody placed', 'worker/utils/helpers.ts', "import './x.ts'", /has no floor/],
    ['policy imports hono', 'worker/policy/decide-call.ts', "import { Hono } from 'hono'", /pure/],
    ['guardrails import hono', 'worker/guardrails/x.ts', "import { html } from 'hono/html'", /pure/],
    [
      'protocol imports cloudflare',
      'worker/protocol/json.ts',
      "import { env } from 'cloudflare:workers'",
      /pure/,
    ],
    ['protocol imports drizzle', 'worker/protocol/json.ts', "import type { SQL } from 'drizzle-orm'", /pure/],
    [
      'shared shapes import values',
      'worker/edge/snapshot.ts',
      "import { a } from '../gateway/address.ts'",
      /shared shapes/,
    ],
    ['the product imports a test', 'worker/mcp/x.ts', "import { a } from '../testing/rows.ts'", /no test/],
    [
      'the worker imports an example',
      'worker/mcp/x.ts',
      "import { a } from '../../examples/demo/start.ts'",
      /worker\/ and schema/,
    ],
    ['a bare fetch', 'worker/mcp/x.ts', "const a = await fetch('https://x.dev')", /speaks to the network/],
    [
      'a fetch handed to a library',
      'worker/downstream/x.ts',
      'options[customFetch] = fetch',
      /speaks to the network/,
    ],
    ['the global fetch by its full name', 'worker/mcp/x.ts', 'const f = globalThis.fetch', /global fetch/],
    ['a socket', 'worker/mcp/x.ts', "import { connect } from 'cloudflare:sockets'", /sockets/],
    ['a WebSocket', 'worker/mcp/x.ts', "const a = new WebSocket('wss://x.dev')", /speaks to the network/],
    ['a global', 'worker/mcp/x.ts', 'globalThis.cache = new Map()', /process-wide/],
    ['a global by define', 'worker/mcp/x.ts', "Object.defineProperty(globalThis, 'x', {})", /process-wide/],
    ['a patched prototype', 'worker/mcp/x.ts', 'Response.prototype.json = x', /process-wide/],
    ['the environment of the process', 'worker/mcp/x.ts', 'const a = process.env.X', /process-wide/],
    [
      'the dashboard imports the worker',
      'dashboard/data/x.ts',
      "import type { A } from '../../worker/app.ts'",
      /dashboard/,
    ],
    [
      'the dashboard imports tables',
      'dashboard/pages/x.tsx',
      "import { a } from '../../schema/tables/index.ts'",
      /dashboard/,
    ],
    [
      'the schema imports the worker',
      'schema/tables/x.ts',
      "import '../../worker/app.ts'",
      /schema imports nothing/,
    ],
    [
      'schema/api imports tables',
      'schema/api/x.ts',
      "import type { A } from '../tables/index.ts'",
      /browser/,
    ],
  ]
  test.each(breaks)('%s', (_, file, line, fault) => {
    const broken = { ...tree, [file]: `${line}\n${tree[file] ?? ''}` }
    const faults = findBrokenRules(broken).filter((found) => !known.includes(found))
    expect(faults.join('\n')).toMatch(fault)
  })

  test('an import cycle', () => {
    const broken = {
      'worker/net/a.ts': "import { b } from './b.ts'",
      'worker/net/b.ts': "import { c } from '../crypto/c.ts'",
      'worker/crypto/c.ts': "import { a } from '../net/a.ts'",
    }
    expect(findBrokenRules(broken)).toEqual([
      'import cycle: worker/net/a.ts → worker/net/b.ts → worker/crypto/c.ts → worker/net/a.ts',
    ])
    const types = { ...broken, 'worker/crypto/c.ts': "import type { A } from '../net/a.ts'" }
    expect(findBrokenRules(types)).toEqual([])
  })

  const fine: [string, string, string][] = [
    ['fetch as a handler', 'worker/mcp/x.ts', 'export default { fetch: handle }'],
    [
      'fetch as a method',
      'worker/gateway/x.ts',
      '  override async fetch(request: Request): Promise<Response> {\n  }',
    ],
    ['fetch of a binding', 'worker/edge/x.ts', 'return env.ASSETS.fetch(request)'],
    ['the word in a comment', 'worker/mcp/x.ts', '// fetch(x) and globalThis.fetch = y'],
    ['the word in a string', 'worker/mcp/x.ts', "const mode = 'fetch (x)'"],
    ['a framework outside the pure folders', 'worker/admin/x.ts', "import { Hono } from 'hono'"],
    [
      'the dashboard imports schema/api',
      'dashboard/data/x.ts',
      "import type { A } from '../../schema/api/gateway.ts'",
    ],
  ]
  test.each(fine)('and does not bite %s', (_, file, line) => {
    expect(findBrokenRules({ ...tree, [file]: line }).filter((fault) => !known.includes(fault))).toEqual([])
  })
})

test('every form of import is seen', () => {
  const code = withoutComments(`
    import a from './a.ts'
    import * as b from "./b.ts"
    import type { C } from './c.ts'
    import './d.ts'; import { e, type F } from './e.ts'
    export { g } from './g.ts'
    export type { H } from './h.ts'
    export * from './i.ts'
    const j = import('./j.ts')
    // import k from './k.ts'
    /* import l from './l.ts' */
    export const m = './m.ts'
    const url = 'https://x.dev/' // './n.ts'
  `)
  const seen = importsOf('worker/net/x.ts', code)
  expect(seen.map(({ file }) => file?.replace('worker/net/', ''))).toEqual([
    'a.ts',
    'b.ts',
    'c.ts',
    'd.ts',
    'e.ts',
    'g.ts',
    'h.ts',
    'i.ts',
    'j.ts',
  ])
  expect(seen.filter(({ isTypeOnly }) => isTypeOnly).length).toBe(2)
})

/** A rebuild of a table drops it, and `wrangler d1 migrations apply` cascades that to all child rows (measured). */
const DESTRUCTIVE = /__new_|\bDROP\s+(?:TABLE|COLUMN)\b|\bRENAME\b|\bPRAGMA\b/i

describe('migrations only add', () => {
  test.each(Object.keys(migrations))('%s', (path) => {
    expect(migrations[path]).not.toMatch(DESTRUCTIVE)
  })

  test('the migrations were found, and a rebuild would be seen', () => {
    expect(Object.keys(migrations).length).toBeGreaterThan(0)
    expect('CREATE TABLE `__new_servers` (`id` text);').toMatch(DESTRUCTIVE)
    expect('ALTER TABLE `servers` ADD `x` text;').not.toMatch(DESTRUCTIVE)
  })
})
