// The dashboard as Cloudflare Pages hosts it: the build from Pages, `/api/*` through its function and a service binding to
// the Worker's entrypoint `AdminApi`, and no admin plane on the public origin (architecture.md §3.10).
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AdminApi } from '../cli/admin-api.ts'
import { withConnectOrigin } from '../dashboard/connect-origin.ts'
import { configure, demoServers, type ConfiguredServer } from '../examples/demo/configure.ts'
import { quietWrangler } from '../examples/demo/limen.ts'
import { findFreePort } from '../examples/demo/ports.ts'
import { askAs, ensureOwner, signIn } from '../examples/demo/sign-in.ts'
import { startStack, type Stack } from '../examples/demo/stack.ts'
import {
  failedPath,
  faultsOf,
  newContext,
  settled,
  signInAt,
  untilClosed,
} from './browser/dashboard/world.ts'
import { eventually } from './browser/eventually.ts'
import { findChromium } from './browser/find-chromium.ts'
import { launchChromium } from './browser/launch-chromium.ts'
import { DASHBOARD_POLICY } from './harness/dashboard-policy.ts'
import { ada } from './harness/people.ts'
import { discardState, newState } from './harness/state-folder.ts'

const root = path.resolve(import.meta.dirname, '..')
const stateDirectory = newState()
let stack: Stack
let dashboard: string
let admin: AdminApi

beforeAll(async () => {
  const port = await findFreePort([])
  dashboard = `http://127.0.0.1:${port}`
  stack = await startStack({
    stateDirectory,
    runtimes: ['sdk'],
    variables: { ADMIN_API_ON_PUBLIC_ORIGIN: 'false', DASHBOARD_ORIGIN: dashboard },
  })
  await Promise.all([
    stack.registerCallback(`${dashboard}/api/v1/sign-in/callback`),
    stack.children.start({
      name: 'pages',
      command: path.join(root, 'node_modules/.bin/wrangler'),
      args: [
        'pages',
        'dev',
        '--ip=127.0.0.1',
        `--port=${port}`,
        '--inspector-port=0',
        `--persist-to=${path.join(stateDirectory, 'pages')}`,
        '--show-interactive-dev-session=false',
      ],
      cwd: builtFor(stack.origin),
      env: quietWrangler(stateDirectory),
      logDirectory: path.join(stateDirectory, 'logs'),
      readyLine: /Ready on /,
      readyUrl: `${dashboard}/`,
      timeoutMs: 60_000,
    }),
  ])
  const bootstrap = new AdminApi(`${dashboard}/api/v1`, stack.adminSecret)
  const secretsFile = path.join(stateDirectory, 'secrets.json')
  admin = (await ensureOwner({ ...stack, origin: dashboard, admin: bootstrap }, secretsFile)).admin
})
afterAll(async () => {
  await stack?.stop()
  discardState(stateDirectory)
})

/** A folder like dashboard/ with the build for this public origin, which a deployment has in its wrangler.toml. */
function builtFor(publicOrigin: string): string {
  const folder = path.join(stateDirectory, 'dashboard')
  for (const part of ['wrangler.toml', 'functions', 'dist']) {
    cpSync(path.join(root, 'dashboard', part), path.join(folder, part), { recursive: true })
  }
  const headers = path.join(folder, 'dist/_headers')
  writeFileSync(headers, withConnectOrigin(readFileSync(headers, 'utf8'), publicOrigin))
  return folder
}

it('Pages serves every path of the dashboard under its Content-Security-Policy', async () => {
  const policy = DASHBOARD_POLICY.replace("connect-src 'self'", `connect-src 'self' ${stack.origin}`)
  for (const place of ['/', '/servers/new', '/gateways/gw_x/grants']) {
    const response = await fetch(`${dashboard}${place}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<div id="root">')
    expect(response.headers.get('content-security-policy')).toBe(policy)
    // As the Worker says it where it serves the pages itself.
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups')
  }
})

it('the API is reached through Pages, and not at the public origin', async () => {
  expect((await fetch(`${dashboard}/api/v1/health`)).status).toBe(200)
  expect((await fetch(`${stack.origin}/api/v1/health`)).status).toBe(404)
  const { id } = await admin.post<{ id: string }>('/groups', { name: 'Made through Pages' })
  expect(await admin.get(`/groups/${id}`)).toMatchObject({ name: 'Made through Pages' })
})

it('a person signs in there, and writes from there alone', async () => {
  const jar = await signIn(dashboard, ada)
  expect(await (await askAs(dashboard, jar, 'GET', '/session')).json()).toMatchObject({ name: ada.email })
  const url = `${dashboard}/api/v1/session`
  const cookie = jar.header(new URL(url)) ?? ''
  const foreign = await fetch(url, { method: 'DELETE', headers: { cookie, origin: stack.origin } })
  expect(foreign.status).toBe(403)
  expect((await askAs(dashboard, jar, 'DELETE', '/session')).ok).toBe(true)
  expect((await askAs(dashboard, jar, 'GET', '/session')).status).toBe(401)
})

// The pages are at one origin and the server at another: Content-Security-Policy, CORS and allowed origins all speak.
describe.skipIf(!findChromium())('the inspector on a page of Pages', () => {
  let server: ConfiguredServer
  let browser: Browser
  let page: Page
  let faults: string[]

  beforeAll(async () => {
    const [wanted] = demoServers(stack)
    if (!wanted) throw new Error('the demo has servers')
    const writes = { ...wanted, scopes: ['tickets.read', 'tickets.write'] }
    const { servers } = await configure({ ...stack, admin }, [writes])
    if (!servers[0]) throw new Error('no server')
    server = servers[0]
    browser = await launchChromium()
    page = await (await newContext(browser)).newPage()
    page.setDefaultTimeout(20_000)
    faults = faultsOf(page)
    await signInAt(page, dashboard, ada)
  })
  afterAll(() => browser?.close())

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  it('signs in as who sits there, lists the tools of another origin, and calls one', async ({
    onTestFailed,
    task,
  }) => {
    onTestFailed(async () => void (await page.screenshot({ path: failedPath(task.name), fullPage: true })))
    expect(new URL(server.mcpUrl).origin).not.toBe(dashboard)
    await page.goto(`${dashboard}/servers/${server.id}`)
    await settled(page)
    const [consent] = await Promise.all([page.waitForEvent('popup'), press('Sign in and list tools')])
    await consent.waitForURL(`${stack.origin}/**`)
    await consent.getByRole('button', { name: 'Allow' }).click()
    await untilClosed(consent)
    await page.getByRole('list', { name: 'Tools of this server' }).getByText('add_todo').click()
    await page.getByLabel('title (required)').fill('Called from Pages')
    await press('Call the tool')
    const result = page.getByRole('region', { name: 'Result' })
    await result.getByText('OK', { exact: true }).waitFor()
    await result.getByText('Called from Pages').first().waitFor()
    await page.getByRole('list', { name: 'Tools of this server' }).getByText('whoami').click()
    await press('Call the tool')
    await result.getByText(ada.email).waitFor()
  })

  it('ends its authorization when it is left, and left nothing in the browser', async () => {
    const active = async () => {
      const { grants } = await admin.get<{ grants: unknown[] }>('/grants?state=active')
      return grants.length
    }
    expect(await active()).toBe(1)
    await press('Disconnect')
    await page.getByRole('button', { name: 'Sign in and list tools', exact: true }).waitFor()
    await eventually(active).toBe(0)
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    expect(kept).not.toContain('lmn_')
    expect(faults).toEqual([])
  })
})
