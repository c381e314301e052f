import { describe, expect, it } from 'vitest'
import { SERVER_JSON_SCHEMA, type ServerJsonImported } from '../../../schema/api/server-json.ts'
import { readServerJson } from './read-server-json.ts'

const TICKETS = {
  $schema: SERVER_JSON_SCHEMA,
  name: 'com.example/tickets',
  title: 'Tickets',
  description: 'Tickets of the help desk',
  version: '1.2.0',
}
const remote = (fields: Record<string, unknown> = {}) => ({
  type: 'streamable-http',
  url: 'https://mcp.example.com/mcp',
  ...fields,
})

function imported(
  document: Record<string, unknown>,
  variables: Record<string, string> = {},
): ServerJsonImported {
  const read = readServerJson({ ...TICKETS, ...document }, variables)
  if (!read.ok) throw new Error(JSON.stringify(read.errors))
  return read.imported
}

function errorsOf(document: Record<string, unknown>): [string, string][] {
  const read = readServerJson(document, {})
  return read.ok ? [] : read.errors.map(({ path, message }) => [path, message])
}

describe('a remote', () => {
  it('becomes the draft of a server, with its query apart', () => {
    const { drafts, warnings, unknownFields, unusable } = imported({
      remotes: [remote({ url: 'https://mcp.example.com/mcp?tools=search&lang=en' })],
    })
    expect(drafts).toEqual([
      {
        path: 'remotes.0',
        slug: 'tickets',
        name: 'Tickets',
        description: 'Tickets of the help desk',
        runtimeUrl: 'https://mcp.example.com/mcp',
        authMode: null,
        apiKey: null,
        staticHeaders: {},
        staticQuery: { tools: 'search', lang: 'en' },
        needs: [expect.objectContaining({ kind: 'auth_mode' })],
      },
    ])
    expect([warnings, unknownFields, unusable]).toEqual([[], [], []])
  })

  it('of the SSE transport cannot be used, and says what to ask for', () => {
    const { drafts, unusable } = imported({
      remotes: [{ type: 'sse', url: 'https://mcp.example.com/sse' }, remote()],
    })
    expect(drafts.map(({ path }) => path)).toEqual(['remotes.1'])
    expect(unusable).toEqual([
      {
        path: 'remotes.0',
        what: 'https://mcp.example.com/sse',
        reason: expect.stringContaining('Streamable HTTP'),
      },
    ])
  })

  it.each([
    [{ name: 'Authorization', isRequired: true, isSecret: true }, 'bearer', null, ''],
    [{ name: 'Authorization', value: 'Bearer {token}', ...secret('token') }, 'bearer', null, ''],
    [
      { name: 'Authorization', value: 'Token token={key}', ...secret('key') },
      'header',
      'authorization',
      'Token token=',
    ],
    [{ name: 'X-API-Key', isRequired: true, isSecret: true }, 'header', 'x-api-key', ''],
  ])('that asks for the key %j is a server with an API key', (header, placement, name, prefix) => {
    const [draft] = imported({ remotes: [remote({ headers: [header] })] }).drafts
    expect(draft).toMatchObject({ authMode: 'api_key', apiKey: { placement, name, prefix } })
    expect(draft?.needs).toMatchObject([{ kind: 'api_key', field: 'upstreamKey', name: header.name }])
  })

  it('keeps fixed headers, asks for required ones and says which optional ones it left out', () => {
    const { drafts, warnings } = imported({
      remotes: [
        remote({
          headers: [
            { name: 'X-Region', value: 'eu' },
            { name: 'X-Plan', value: '{plan}', variables: { plan: { default: 'free' } } },
            { name: 'X-Team', description: 'Your team', isRequired: true, choices: ['red', 'blue'] },
            { name: 'X-Key', isRequired: true, isSecret: true },
            { name: 'X-Second-Key', isRequired: true, isSecret: true },
            { name: 'X-Trace' },
          ],
        }),
      ],
    })
    expect(drafts[0]?.staticHeaders).toEqual({ 'x-region': 'eu', 'x-plan': 'free' })
    expect(drafts[0]?.needs.map(({ kind, field }) => [kind, field])).toEqual([
      ['header', 'staticHeaders.x-team'],
      ['api_key', 'upstreamKey'],
      ['header', 'staticHeaders.x-second-key'],
    ])
    expect(drafts[0]?.needs[0]?.choices).toEqual(['red', 'blue'])
    expect(warnings).toEqual([{ path: 'remotes.0', message: expect.stringContaining('X-Trace') }])
  })

  it('never puts a secret that stands in the document into a draft', () => {
    const text = JSON.stringify(
      imported({
        remotes: [
          remote({ headers: [{ name: 'X-Key', value: 'canary', isSecret: true, isRequired: true }] }),
        ],
      }),
    )
    expect(text).not.toContain('canary')
  })
})

describe('the variables of a URL', () => {
  const tenants = remote({
    url: 'https://{tenant}.example.com/{region}/mcp',
    variables: {
      tenant: { description: 'Your tenant', isRequired: true },
      region: { choices: ['eu', 'us'], default: 'eu' },
    },
  })

  it('are asked for by name, and filled in', () => {
    const [open] = imported({ remotes: [tenants] }).drafts
    expect(open?.runtimeUrl).toBe('https://{tenant}.example.com/eu/mcp')
    expect(open?.needs[0]).toMatchObject({
      kind: 'variable',
      field: 'variables.tenant',
      message: 'Your tenant. Send a value for {tenant}.',
    })
    const [filled] = imported({ remotes: [tenants] }, { tenant: 'acme', region: 'us' }).drafts
    expect(filled?.runtimeUrl).toBe('https://acme.example.com/us/mcp')
    expect(filled?.needs.map(({ kind }) => kind)).toEqual(['auth_mode'])
  })

  it('take only the values that are allowed', () => {
    const [draft] = imported({ remotes: [tenants] }, { tenant: 'acme', region: 'mars' }).drafts
    expect(draft?.needs[0]).toMatchObject({ name: 'region', choices: ['eu', 'us'] })
  })

  it('cannot make another kind of URL of it', () => {
    const base = remote({ url: '{base}/mcp', variables: { base: {} } })
    expect(imported({ remotes: [base] }, { base: 'file:///etc' }).drafts).toEqual([])
    expect(imported({ remotes: [base] }, { base: 'file:///etc' }).unusable[0]?.reason).toContain(
      'no http(s) URL',
    )
    expect(imported({ remotes: [base] }, { base: 'https://user:pw@x.test' }).drafts).toEqual([])
    expect(imported({ remotes: [base] }, { base: 'https://x.test' }).drafts[0]?.runtimeUrl).toBe(
      'https://x.test/mcp',
    )
  })

  it('that no URL has are named', () => {
    expect(imported({ remotes: [remote()] }, { tenat: 'acme' }).warnings).toEqual([
      { path: 'variables.tenat', message: 'no URL of a remote has this variable' },
    ])
  })
})

describe('what the names in a document could hide', () => {
  it.each(['constructor', '__proto__', 'hasOwnProperty'])('{%s} is a variable like any other', (name) => {
    const url = `https://mcp.example.com/{${name}}`
    const { drafts, warnings } = imported({ remotes: [remote({ url, headers: [secretIn(name)] })] })
    expect(drafts[0]).toMatchObject({ runtimeUrl: url, apiKey: { prefix: 'a ' } })
    expect(drafts[0]?.needs[0]).toMatchObject({ kind: 'variable', field: `variables.${name}` })
    expect(warnings).toEqual([
      { path: 'remotes.0', message: `The URL names {${name}}, which its variables do not describe.` },
    ])
  })

  it('a query name that stands twice is named with every value', () => {
    const url = 'https://mcp.example.com/mcp?scope=a&x=1&scope=b&__proto__=c'
    const { drafts, warnings } = imported({ remotes: [remote({ url })] })
    expect(Object.entries(drafts[0]?.staticQuery ?? {})).toEqual([
      ['scope', 'a'],
      ['x', '1'],
      ['__proto__', 'c'],
    ])
    expect(warnings).toMatchObject([{ message: expect.stringContaining('scope more than once ("a", "b")') }])
  })

  it('a header that stands twice is named, and none vanishes', () => {
    const headers = [
      { name: 'X-A', value: '1' },
      { name: 'x-a', value: '2' },
      { name: '__proto__', value: 'z' },
    ]
    const { drafts, warnings } = imported({ remotes: [remote({ headers })] })
    expect(Object.entries(drafts[0]?.staticHeaders ?? {})).toEqual([
      ['x-a', '1'],
      ['__proto__', 'z'],
    ])
    expect(warnings).toMatchObject([{ message: expect.stringContaining('x-a stands there more than once') }])
  })

  it('braces in a value are no variable that nobody asks for', () => {
    for (const [url, value] of [
      ['https://mcp.example.com/{a}/mcp', '{b}'],
      ['https://mcp.example.com/{a}/{open}', '{b}'],
      ['https://mcp.example.com/{{a}}/mcp', 'b'],
    ]) {
      const { drafts, unusable } = imported({
        remotes: [remote({ url, variables: { a: { value }, open: {} } })],
      })
      expect(drafts, url).toEqual([])
      expect(unusable, url).toMatchObject([{ reason: expect.stringContaining('Braces') }])
    }
    const header = { name: 'X-A', value: 'in {a} and {c}', variables: { a: { value: '{b}' } } }
    const { drafts, warnings } = imported({ remotes: [remote({ headers: [header] })] })
    expect(drafts[0]?.staticHeaders).toEqual({ 'x-a': 'in {b} and {c}' })
    expect(warnings).toMatchObject([{ message: expect.stringContaining('{b}, {c}') }])
  })
})

describe('a package', () => {
  it('is explained as nothing for a remote gateway', () => {
    const { drafts, unusable } = imported({
      packages: [
        {
          registryType: 'npm',
          identifier: '@example/tickets',
          version: '1.2.0',
          transport: { type: 'stdio' },
        },
        {
          registryType: 'oci',
          identifier: 'ghcr.io/e/t:1',
          transport: { type: 'streamable-http', url: 'http://localhost:{port}' },
        },
      ],
    })
    expect(drafts).toEqual([])
    expect(unusable).toEqual([
      {
        path: 'packages.0',
        what: 'npm package @example/tickets 1.2.0',
        reason: expect.stringContaining('stdio'),
      },
      {
        path: 'packages.1',
        what: 'oci package ghcr.io/e/t:1',
        reason: expect.stringContaining('Start it on a host'),
      },
    ])
  })
})

describe('what is not understood', () => {
  it('is reported with its path at every depth, and publishers’ extensions are not', () => {
    const { unknownFields, drafts } = imported({
      status: 'active',
      _meta: { 'com.example': { anything: true } },
      icons: [{ src: 'https://example.com/i.png', colour: 'red' }],
      repository: { url: 'https://example.com/r', source: 'github', stars: 3 },
      remotes: [
        remote({
          auth: 'oauth',
          headers: [{ name: 'X-A', value: 'b', secret: true, variables: { v: { is_required: true } } }],
        }),
      ],
      packages: [
        { registryType: 'npm', identifier: 'a', transport: { type: 'stdio' }, package_arguments: [] },
      ],
    })
    expect(unknownFields).toEqual([
      'status',
      'icons.0.colour',
      'repository.stars',
      'remotes.0.auth',
      'remotes.0.headers.0.secret',
      'remotes.0.headers.0.variables.v.is_required',
      'packages.0.package_arguments',
    ])
    expect(drafts.length).toBe(1)
  })

  it('in the answer of a registry is named as it stands there', () => {
    const read = readServerJson(
      { server: { ...TICKETS, remotes: [remote()], odd: 1 }, _meta: { official: {} }, extra: 1 },
      {},
    )
    expect(read.ok && read.imported.unknownFields).toEqual(['extra', 'server.odd'])
    expect(read.ok && read.imported.drafts.length).toBe(1)
    expect(errorsOf({ server: { name: 'x' } }).map(([path]) => path)).toContain('document.server.name')
  })

  it('is another schema version, or a description that the registry would refuse', () => {
    const old = 'https://static.modelcontextprotocol.io/schemas/2025-07-09/server.schema.json'
    const { warnings } = imported({ $schema: old, description: 'd'.repeat(101), remotes: [remote()] })
    expect(warnings.map(({ path }) => path)).toEqual(['$schema', 'description'])
  })
})

describe('a document', () => {
  it.each([
    [{ name: 'tickets' }, 'document.name', 'reverse DNS'],
    [{ version: '^1.0.0' }, 'document.version', 'not a range'],
    [{ version: 'latest' }, 'document.version', 'not a range'],
    [{ remotes: [{ type: 'http', url: 'https://a.test' }] }, 'document.remotes.0.type', 'streamable-http'],
    [{ remotes: [remote({ url: 'ftp://a.test' })] }, 'document.remotes.0.url', 'http(s)'],
    [
      { remotes: [remote({ headers: [{ name: 'X Y' }] })] },
      'document.remotes.0.headers.0.name',
      'header name',
    ],
    [{ packages: [{ identifier: 'a' }] }, 'document.packages.0.registryType', 'which registry'],
  ])('with %j is refused at its field, with what would do', (fields, path, part) => {
    const errors = errorsOf({ ...TICKETS, ...fields })
    expect(errors.map(([at]) => at)).toEqual([path])
    expect(errors[0]?.[1]).toContain(part)
  })

  it('without what every server.json has is refused at each field', () => {
    expect(errorsOf({})).toEqual([
      ['document.name', 'is required'],
      ['document.description', 'is required'],
      ['document.version', 'is required'],
    ])
  })
})

function secret(variable: string) {
  return { isRequired: true, variables: { [variable]: { isSecret: true } } }
}

function secretIn(name: string) {
  return { name: 'X-Key', isRequired: true, isSecret: true, value: `a {${name}}` }
}
