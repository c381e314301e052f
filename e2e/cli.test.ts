// The `limen` command as a user runs it: a process, its output and its exit code, at a real deployment.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { ada } from './harness/people.ts'
import { signIn } from './harness/raw-oauth.ts'
import { sharedStack } from './harness/shared-stack.ts'

const stack = sharedStack()
const folder = mkdtempSync(path.join(tmpdir(), 'limen-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Ran {
  code: number | null
  output: string
  errors: string
}

const root = path.resolve(import.meta.dirname, '..')
const credentials = { LIMEN_URL: stack.origin, LIMEN_API_KEY: stack.secrets.adminSecret }

/** `until`: ends the process once its output matches. */
function limen(
  args: string[],
  {
    env = credentials,
    input = '',
    until,
  }: { env?: Record<string, string>; input?: string; until?: RegExp } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'cli/limen.ts'), ...args], {
      env: { PATH: process.env['PATH'] ?? '', XDG_CONFIG_HOME: folder, ...env },
    })
    const ran: Ran = { code: null, output: '', errors: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      ran.output += text
      if (until?.test(ran.output)) child.kill('SIGINT')
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.errors += text))
    child.on('close', (code) => resolve({ ...ran, code }))
    child.stdin.end(input)
  })
}

describe('limen doctor', () => {
  it('finds a server in order, and lists its tools with a token', async () => {
    const server = stack.server('support-assistant')
    const { tokens } = await signIn(server, ada)
    const env = { MCP_TOKEN: tokens.access_token }
    const ran = await limen(['doctor', server.mcpUrl, '--profile', 'claude', '--token-env', 'MCP_TOKEN'], {
      env,
    })
    expect(ran).toMatchObject({ code: 0, errors: '' })
    expect(ran.output).toContain('Clients can connect')
    expect(ran.output).toMatch(/✓ tools_list +\d+ tools/)
    expect(ran.output).not.toContain('✗')
  })

  it('ends with 1 where clients would fail, and says what to do', async () => {
    const ran = await limen(['doctor', `${stack.origin}/s/nowhere/mcp`])
    expect(ran.code).toBe(1)
    expect(ran.output).toContain('Clients will fail')
    expect(ran.output).toContain('→')
  })
})

/** Each step is a start of the command line. */
describe('limen export and apply', { timeout: 180_000 }, () => {
  it('make a deployment agree with a file, and a second time there is nothing to do', async () => {
    const name = `cli-${randomBytes(4).toString('hex')}`
    const kept = path.join(folder, 'kept.yaml')
    expect(await limen(['export', kept])).toMatchObject({ code: 0 })
    const before = readFileSync(kept, 'utf8')
    for (const secret of Object.values(stack.secrets)) expect(before).not.toContain(secret)
    expect(await limen(['apply', kept])).toMatchObject({ code: 0, errors: '' })

    const configuration = parse(before) as Record<string, Record<string, unknown>[]>
    const [gateway] = configuration['gateways'] ?? []
    configuration['servers']?.push({
      slug: name,
      name: 'From a file',
      runtimeUrl: stack.server('ops-console').runtimeUrl,
      workerSecret: { fromEnv: 'RUNTIME_SECRET' },
    })
    configuration['attachments']?.push({ server: name, gateway: gateway?.['name'], scopes: ['tickets.read'] })
    configuration['tools'] = [
      ...(configuration['tools'] ?? []),
      { server: name, name: 'add_todo', enabled: false },
    ]
    const listed = (kind: string, entry: Record<string, unknown>) => {
      configuration[kind] = [...(configuration[kind] ?? []), entry]
    }
    listed('groups', { name, members: [{ domain: 'support.example' }] })
    listed('agents', { name, keywords: [name] })
    listed('access', { server: name, deniedGroups: [name], agents: { [name]: false } })
    listed('rules', { server: name, group: name, tool: 'add_todo', confirmation: true })
    listed('budgets', { name, scope: { kind: 'server', server: name }, amount: 10, window: 'day' })
    listed('rateLimits', { name, scope: { kind: 'default_user', server: name }, calls: 10, per: 'minute' })
    listed('clients', {
      gateway: gateway?.['name'],
      id: name,
      name,
      redirectUris: ['https://agent.example.com/callback'],
      tokenEndpointAuthMethod: 'client_secret_basic',
    })
    const wanted = path.join(folder, 'wanted.yaml')
    writeFileSync(wanted, stringify(configuration))

    const plan = await limen(['apply', wanted, '--plan'])
    expect(plan.code).toBe(1)
    expect(plan.output).toContain(`+ server ${name}`)
    expect(plan.output).toContain('10 to create')
    expect((await limen(['apply', wanted])).errors).toContain('--yes')
    expect((await limen(['apply', wanted, '--yes'])).errors).toContain('RUNTIME_SECRET')

    const env = { ...credentials, RUNTIME_SECRET: randomBytes(24).toString('base64url') }
    const applied = await limen(['apply', wanted, '--yes'], { env })
    expect(applied).toMatchObject({ code: 0, errors: '' })
    expect(applied.output).toContain('not written into a log')
    const again = await limen(['apply', wanted, '--yes'], { env })
    expect(again.output).toContain('0 to create, 0 to change, 0 to remove')

    const report = await limen(['doctor', `${stack.origin}/s/${name}/mcp`])
    expect(report.code).toBe(0)

    const pruned = await limen(['apply', kept, '--yes', '--prune'])
    expect(pruned).toMatchObject({ code: 0, errors: '' })
    expect(pruned.output).toContain(`removed server ${name}`)
    expect((await limen(['doctor', `${stack.origin}/s/${name}/mcp`])).code).toBe(1)
  })

  it('change nothing where the file has a fault', async () => {
    const file = path.join(folder, 'faulty.yaml')
    writeFileSync(file, 'limen: 1\nservers:\n  - slug: desk\n    colour: red\n')
    const ran = await limen(['apply', file, '--yes'])
    expect(ran.code).toBe(2)
    expect(ran.errors).toContain('servers[0].colour: unknown')
  })
})

describe('limen logs', () => {
  it('--follow shows a call as it comes', async () => {
    const server = stack.server('support-assistant')
    const { tokens } = await signIn(server, ada)
    const marker = `t${randomBytes(6).toString('hex')}`
    const following = limen(['logs', '--follow', '--server', server.slug, '--tool', marker], {
      until: new RegExp(marker),
    })
    await fetch(server.mcpUrl, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokens.access_token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: marker, arguments: {} },
      }),
    })
    expect((await following).output).toMatch(new RegExp(`${server.slug} +tools/call ${marker}`))
  })
})

describe('limen login', () => {
  it('keeps a key that the deployment knows, readable for its owner alone, and forgets it', async () => {
    const key = stack.secrets.adminSecret
    const wrong = await limen(['login', stack.origin], {
      env: {},
      input: 'not-a-key-of-this-deployment-at-all\n',
    })
    expect(wrong.code).toBe(2)
    const ran = await limen(['login', stack.origin], { env: {}, input: `${key}\n` })
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.output + ran.errors).not.toContain(key)
    expect(statSync(path.join(folder, 'limen/credentials.json')).mode & 0o777).toBe(0o600)
    expect(await limen(['logs', '--limit', '1'], { env: {} })).toMatchObject({ code: 0 })
    expect(await limen(['logout'], { env: {} })).toMatchObject({ code: 0 })
    expect((await limen(['logs'], { env: {} })).errors).toContain('limen login')
  })

  it('sends no key in the clear', async () => {
    const ran = await limen(['login', 'http://limen.example.com'], { env: {}, input: 'key\n' })
    expect(ran.code).toBe(2)
    expect(ran.errors).toContain('not https')
  })
})

describe('limen restore', () => {
  const to = new Date(Date.now() - 1_000).toISOString()

  it('says what becomes of whom, and carries nothing out where nobody can be asked', async () => {
    const ran = await limen(['restore', stack.gatewayId, '--to', to])
    expect(ran.code).toBe(2)
    expect(ran.output).toContain(`(${stack.gatewayId}) goes back to ${to}`)
    expect(ran.errors).toContain('--yes')
  })

  it('where the platform keeps no history it says what to do instead', async () => {
    const ran = await limen(['restore', stack.gatewayId, '--to', to, '--yes'])
    expect(ran.code).toBe(2)
    expect(ran.errors).toContain('"storage": "replaced"')
    expect(ran.errors).not.toContain('    at ')
  })

  it.each([['2026-11-22T06:30:00'], ['yesterday']])('takes no time like %s', async (time) => {
    const ran = await limen(['restore', stack.gatewayId, '--to', time, '--yes'])
    expect(ran).toMatchObject({ code: 2, output: '' })
    expect(ran.errors).toContain('--to is a time with its zone')
  })
})
