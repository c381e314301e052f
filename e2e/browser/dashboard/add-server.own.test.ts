// A server is added by one look at its runtime, by clicking only: each auth mode with a real runtime of that kind behind
// it, which is then called by the inspector; and what is wrong with a URL costs nothing that was typed.
import { randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { API_RESOURCE } from '../../../examples/demo/stack.ts'
import { startExample } from '../../examples/example-process.ts'
import { CLIENT } from '../../examples/sign-in.ts'
import { apiKeyGuard, oauthGuard } from '../../fixtures/upstreams/guards.ts'
import { startUpstream, type Guard, type Seen, type Upstream } from '../../fixtures/upstreams/upstream.ts'
import { clientLines } from '../../harness/client-lines.ts'
import { ada, clientOf } from '../../harness/people.ts'
import { eventually } from '../eventually.ts'
import {
  failedPath,
  faultsOf,
  newContext,
  signInAt,
  startDashboardWorld,
  type DashboardWorld,
} from './world.ts'

const KEY = `upstream-${randomBytes(12).toString('hex')}`
/** Made by the demo. */
const GATEWAY = 'Todo (demo)'
const OAUTH_SEEN = {
  verdict: 'Its users sign in with OAuth.',
  steps: [
    'Call the runtime: OK',
    'Ask where users sign in: OK',
    'Read its authorization server: OK',
    'See whether clients can register: OK',
  ],
}

let world: DashboardWorld
let context: BrowserContext
let page: Page
const faults: string[][] = []
/** Everything that came to a runtime of this file, also what it refused. */
const arrived: string[] = []
const ends: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  world = await startDashboardWorld()
  context = await newContext(world.browser)
  page = await context.newPage()
  await signInAt(page, world.stack.origin, ada)
})
afterAll(async () => {
  await Promise.all(ends.map((end) => end()))
  await world?.dispose()
})

const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const field = (label: string) => page.getByLabel(label, { exact: true })
const follow = (name: string) => page.getByRole('link', { name, exact: true }).first().click()
const radio = (name: string) => page.getByRole('radio', { name, exact: true })
const untilChosen = (name: string) => page.getByRole('radio', { name, exact: true, checked: true }).waitFor()

async function runtimeBehind(guard: Guard = () => undefined): Promise<Upstream> {
  const runtime = await startUpstream((request, origin) => {
    arrived.push(JSON.stringify([request.url, ...request.headers]))
    return guard(request, origin)
  })
  ends.push(() => runtime.stop())
  return runtime
}

/** Types the URL and looks; answers the verdict and what was done for it. */
async function lookAt(url: string, button = 'Look at the runtime') {
  await field('Runtime URL').fill(url)
  await press(button)
  return whatWasSeen()
}

async function whatWasSeen(): Promise<{ verdict: string; steps: string[] }> {
  const verdict = page
    .getByRole('region', { name: 'How callers prove themselves' })
    .locator('[role="status"], [role="alert"]')
    .first()
  const [title = ''] = (await verdict.innerText()).split('\n')
  const steps = page.getByRole('region', { name: 'The runtime' }).getByRole('listitem')
  const texts = (await steps.allInnerTexts()).map((text) => text.trim().split('\n'))
  return { verdict: title, steps: texts.map((lines) => `${lines[0]}: ${lines.at(-1)}`) }
}

/** Ends on the Connect tab of the new server. */
async function add(name: string): Promise<void> {
  await field('Name').fill(name)
  await press('Add server')
  await page.getByRole('heading', { name, exact: true }).waitFor()
  const parts = page.getByRole('navigation', { name: `Parts of ${name}` })
  await parts.locator('[aria-current="page"]').getByText('Connect').waitFor()
}

/** From the Connect tab to the access token that is shown once, and back. */
async function makeToken(server: string): Promise<string> {
  await follow('Create one under Tokens')
  await page
    .getByRole('region', { name: 'Access tokens' })
    .getByRole('button', { name: 'Create token' })
    .click()
  const dialog = page.getByRole('dialog')
  const chosen = dialog.getByLabel('Server', { exact: true }).locator('option:checked')
  await eventually(() => chosen.innerText()).toBe(server)
  await dialog.getByLabel('Name', { exact: true }).fill('Inspector')
  await press('Create token')
  const token = await dialog.getByText(/^lmn_/).innerText()
  await press('I have kept it')
  await dialog.waitFor({ state: 'detached' })
  expect(await page.content()).not.toContain(token)
  await follow(server)
  return token
}

async function listWith(label: string, token: string): Promise<void> {
  await field(label).fill(token)
  await press('List tools')
}

/** What the runtime says came with the call. */
async function callLastSeen(): Promise<Seen> {
  await page.getByRole('list', { name: 'Tools of this server' }).getByText('last_seen').click()
  await press('Call the tool')
  const result = page.getByRole('region', { name: 'Result' })
  await result.getByText('OK', { exact: true }).waitFor()
  return JSON.parse(await result.getByText(/^\{/).innerText()) as Seen
}

/** As a client of the upstream gets it, which finds the way through Limen. */
async function tokenOfUpstream(mcpUrl: string): Promise<string> {
  const provider = clientOf(ada)
  const session = await clientLines[0]?.connect(mcpUrl, provider)
  await session?.close()
  return provider.stored?.access_token ?? ''
}

async function besideRuntimeUrl(message: string): Promise<void> {
  const input = page.locator('input[aria-invalid="true"]').and(field('Runtime URL'))
  await input.locator('xpath=..').getByRole('alert').getByText(message, { exact: true }).waitFor()
}

describe('a server is added by its URL', () => {
  beforeEach(async ({ onTestFailed, task }) => {
    onTestFailed(async () => void (await page.screenshot({ path: failedPath(task.name), fullPage: true })))
    // No form of the test before stands in the way; closed here, because a picture is taken of one that failed.
    await page.close()
    page = await context.newPage()
    faults.push(faultsOf(page))
    await page.goto(`${world.stack.origin}/servers`)
    await follow('Add server')
  })

  it('of a runtime that asks for nothing, and is called with an access token of Limen', async () => {
    const runtime = await runtimeBehind()
    expect(await lookAt(runtime.url)).toEqual({
      verdict: 'It answers without credentials.',
      steps: ['Call the runtime: OK'],
    })
    await untilChosen('Nothing (suggested)')
    await untilChosen('Whoever has an access token of Limen')
    await add('Weather')
    await listWith('Access token', await makeToken('Weather'))
    expect(await callLastSeen()).toEqual({ authorization: null, apiKey: null, queryKey: null })
  })

  it('of a runtime that asks for a key, which sees that key and never the access token', async () => {
    const runtime = await runtimeBehind(apiKeyGuard(KEY))
    expect(await lookAt(runtime.url)).toEqual({
      verdict: 'It asks for a credential and does not say which.',
      steps: [
        'Call the runtime: OK',
        'Ask where users sign in: Not there',
        'Read its authorization server: Not there',
      ],
    })
    await untilChosen('API key (suggested)')
    await field('Where the key goes').selectOption('A header of its own')
    await field('Name of the header').fill('x-api-key')
    await radio('One key of the organization').check()
    await field('API key').fill(KEY)
    await add('Atlas')
    expect(await page.content()).not.toContain(KEY)
    await listWith('Access token', await makeToken('Atlas'))
    expect(await callLastSeen()).toEqual({ authorization: null, apiKey: KEY, queryKey: null })
  })

  it('of a runtime that names an authorization server, and is called as who signs in through a Gateway', async () => {
    const { issuer } = world.stack
    const runtime = await runtimeBehind(oauthGuard(issuer, () => API_RESOURCE))
    expect(await lookAt(runtime.url)).toEqual(OAUTH_SEEN)
    await page.getByText(`It names the authorization server ${issuer}.`).waitFor()
    await untilChosen('Sign-in through a Gateway (suggested)')
    await radio(GATEWAY).check()
    await add('Tickets')
    const [consent] = await Promise.all([page.waitForEvent('popup'), press('Sign in and list tools')])
    // Who sits here is signed in at the authorization server already, by the dashboard.
    await consent.getByRole('button', { name: 'Allow' }).click()
    const { authorization } = await callLastSeen()
    expect(decodeJwt(authorization?.replace('Bearer ', '') ?? '')).toMatchObject({
      iss: issuer,
      email: ada.email,
      aud: API_RESOURCE,
    })
  })

  it('of a runtime whose own token clients bring, which is passed through as it is', async () => {
    const mcpUrl = `${world.stack.origin}/s/passed-through/mcp`
    // Its tokens are for the URL that clients know, which is that of Limen.
    const issuer = await startExample('authorization-server', { ...CLIENT, API_RESOURCE: mcpUrl })
    ends.push(() => issuer.stop())
    const runtime = await runtimeBehind(oauthGuard(issuer.url, () => mcpUrl))
    expect(await lookAt(runtime.url)).toEqual(OAUTH_SEEN)
    await radio('Passthrough').check()
    await page.getByRole('alert').getByText('MCP advises against forwarding a token').waitFor()
    await add('Passed through')
    const token = await tokenOfUpstream(mcpUrl)
    await listWith('Token of the upstream provider', token)
    expect((await callLastSeen()).authorization).toBe(`Bearer ${token}`)
  })

  it('where nothing answers: what was typed stays, one goes on by hand, and looks again', async () => {
    expect(await lookAt('http://127.0.0.1:9/mcp')).toEqual({
      verdict: 'The runtime could not be reached.',
      steps: ['Call the runtime: Failed'],
    })
    expect(await field('Runtime URL').inputValue()).toBe('http://127.0.0.1:9/mcp')
    await radio('API key').check()
    await field('Name').fill('Later')
    const runtime = await runtimeBehind()
    const { verdict } = await lookAt(runtime.url, 'Look again')
    expect(verdict).toBe('It answers without credentials.')
    expect(await field('Name').inputValue()).toBe('Later')
    await eventually(() => field('Slug').inputValue()).toBe('later')
    await add('Later still')
  })

  it('where no MCP server answers: what was typed stays, and every auth mode is there to choose', async () => {
    const url = `${world.stack.issuer}/nothing-here`
    expect((await lookAt(url)).verdict).toBe('Something answers there, but it is not MCP.')
    expect(await field('Runtime URL').inputValue()).toBe(url)
    for (const mode of ['Sign-in through a Gateway', 'Passthrough', 'API key', 'Nothing']) {
      await radio(mode).check()
    }
    await field('Name').fill('By hand')
    await eventually(() => field('Slug').inputValue()).toBe('by-hand')
  })

  it('which is no URL: the message stands beside the field, now and when it is sent by hand', async () => {
    await field('Runtime URL').fill('htps:/runtime.example/mcp')
    await press('Look at the runtime')
    await besideRuntimeUrl('must be an absolute URL')
    expect(await field('Runtime URL').inputValue()).toBe('htps:/runtime.example/mcp')
    expect(await page.getByRole('button', { name: 'Add server', exact: true }).count()).toBe(0)
    await press('Enter everything by hand')
    await radio('Nothing').check()
    await field('Name').fill('Typo')
    await field('Runtime URL').fill('runtime.example/mcp')
    await press('Add server')
    await besideRuntimeUrl('must be an absolute URL')
  })
})

it('no token of Limen came to a runtime, no page threw, and none broke its Content-Security-Policy', () => {
  expect(arrived.length).toBeGreaterThan(0)
  expect(arrived.filter((request) => request.includes('lmn_'))).toEqual([])
  expect(faults.flat()).toEqual([])
})
