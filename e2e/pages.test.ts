// The dashboard as Cloudflare Pages hosts it: the build from Pages, `/api/*` through its function and a service binding to
// the Worker's entrypoint `AdminApi`, and no admin plane on the public origin (architecture.md §3.10).
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AdminApi } from '../cli/admin-api.ts'
import { quietWrangler } from '../examples/demo/limen.ts'
import { findFreePort } from '../examples/demo/ports.ts'
import { askAs, signIn } from '../examples/demo/sign-in.ts'
import { startStack, type Stack } from '../examples/demo/stack.ts'
import { DASHBOARD_POLICY } from './harness/dashboard-policy.ts'
import { ada } from './harness/people.ts'
import { discardState, newState } from './harness/state-folder.ts'

const root = path.resolve(import.meta.dirname, '..')
const stateDirectory = newState()
let stack: Stack
let dashboard: string

beforeAll(async () => {
  const port = await findFreePort([])
  dashboard = `http://127.0.0.1:${port}`
  stack = await startStack({
    stateDirectory,
    runtimes: [],
    variables: { ADMIN_API_ON_PUBLIC_ORIGIN: 'false', DASHBOARD_ORIGIN: dashboard },
  })
  await stack.registerCallback(`${dashboard}/api/v1/sign-in/callback`)
  await stack.children.start({
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
    cwd: path.join(root, 'dashboard'),
    env: quietWrangler(stateDirectory),
    logDirectory: path.join(stateDirectory, 'logs'),
    readyLine: /Ready on /,
    readyUrl: `${dashboard}/`,
    timeoutMs: 60_000,
  })
})
afterAll(async () => {
  await stack?.stop()
  discardState(stateDirectory)
})

it('Pages serves every path of the dashboard under its Content-Security-Policy', async () => {
  for (const place of ['/', '/servers/new', '/gateways/gw_x/grants']) {
    const response = await fetch(`${dashboard}${place}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<div id="root">')
    expect(response.headers.get('content-security-policy')).toBe(DASHBOARD_POLICY)
  }
})

it('the API is reached through Pages, and not at the public origin', async () => {
  expect((await fetch(`${dashboard}/api/v1/health`)).status).toBe(200)
  expect((await fetch(`${stack.origin}/api/v1/health`)).status).toBe(404)
  const admin = new AdminApi(`${dashboard}/api/v1`, stack.adminSecret)
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
