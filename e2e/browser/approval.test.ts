// Approvals, the service connection and filtered lists with real clients of both eras and a real Chromium.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from '@modelcontextprotocol/client'
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { UrlElicitationRequiredError } from '@modelcontextprotocol/sdk/types.js'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clientLines } from '../harness/client-lines.ts'
import type { Person } from '../../examples/demo/walk.ts'
import { ada, clientOf, grace } from '../harness/people.ts'
import { signIn } from '../harness/raw-oauth.ts'
import { sharedStack } from '../harness/shared-stack.ts'
import { until } from '../harness/until.ts'
import { launchChromium } from './launch-chromium.ts'
import { logIn } from './log-in.ts'

const stack = sharedStack()
const server = stack.server('ops-console')
const screenshots = path.resolve(import.meta.dirname, '../screenshots')
const HOSTILE = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true })
  browser = await launchChromium()
  await configure('add_todo', { enabled: true, confirmation: true })
})
afterAll(async () => {
  await browser?.close()
  await configure('add_todo', { enabled: true })
})
beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
})
afterEach(() => context.close())

/** Sets a tool's policy, and waits until the edge has it. */
async function configure(name: string, policy: Record<string, unknown>): Promise<void> {
  const url = `/servers/${server.id}/tools/${name}`
  const { version } = await stack.admin.get<{ version: number }>(url)
  await stack.admin.put(url, version, policy)
}

/** From the link to the page that shows the call. */
async function review(on: Page, link: string, person: Person): Promise<void> {
  await on.goto(link)
  await on.getByRole('button', { name: 'Sign in' }).click()
  await logIn(on, person)
}

async function approve(on: Page, link: string): Promise<void> {
  await review(on, link, ada)
  await on.getByRole('button', { name: 'Approve' }).click()
  await on.getByRole('heading', { name: 'Approved' }).waitFor()
}

async function tokenOf(person: Person): Promise<string> {
  return (await signIn(server, person)).tokens.access_token
}

const bearer = (token: string) => ({ requestInit: { headers: { authorization: `Bearer ${token}` } } })

async function legacyClient(token: string): Promise<Client1> {
  const client = new Client1({ name: 'e2e', version: '1' }, { capabilities: { elicitation: { url: {} } } })
  await client.connect(
    new Transport1(new URL(server.mcpUrl), bearer(token)) as Parameters<typeof client.connect>[0],
  )
  return client
}

describe('a call that needs approval', () => {
  it('SDK 1.x: URL elicitation, a sign-in in the browser, and the same call passes once', async () => {
    const client = await legacyClient(await tokenOf(ada))
    const args = { title: `approved ${Date.now()}` }
    const call = () => client.callTool({ name: 'add_todo', arguments: args })
    const refused = await call().catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(UrlElicitationRequiredError)
    const [elicitation] = (refused as UrlElicitationRequiredError).elicitations
    await approve(page, elicitation?.url ?? '')
    expect(JSON.stringify(await call())).toContain(args.title)
    await expect(call()).rejects.toBeInstanceOf(UrlElicitationRequiredError)
    await client.close()
  })

  it('SDK 2.x, 2026-07-28: input_required is answered by the browser within one call of the application', async () => {
    const token = await tokenOf(ada)
    const client = new Client2(
      { name: 'e2e', version: '1' },
      { capabilities: { elicitation: { url: {} } }, versionNegotiation: { mode: { pin: '2026-07-28' } } },
    )
    let opened = 0
    let approved: Promise<void> | undefined
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      opened += 1
      if (params.mode !== 'url') return { action: 'decline' as const }
      // The person takes a moment; the client's retry waits for them.
      approved = approve(page, params.url)
      return { action: 'accept' as const }
    })
    await client.connect(new Transport2(new URL(server.mcpUrl), bearer(token)))
    const title = `approved modern ${Date.now()}`
    const result = await client.callTool({ name: 'add_todo', arguments: { title } })
    expect(JSON.stringify(result)).toContain(title)
    expect(opened).toBe(1)
    // The answer of the call may arrive before the page that says so.
    await approved
    await client.close()
  })

  it('clients without either get the link in the error', async () => {
    for (const line of clientLines) {
      const session = await line.connect(server.mcpUrl, clientOf(ada))
      await expect(session.call('add_todo', { title: line.label })).rejects.toThrow(/\/confirm\?id=cnf_/)
      await session.close()
    }
  })

  it('hostile arguments are shown as text, and nothing in them runs (S14)', async () => {
    const client = await legacyClient(await tokenOf(ada))
    const refused = await client
      .callTool({ name: 'add_todo', arguments: { title: HOSTILE, '</pre><h1>x</h1>': 1 } })
      .catch((error: unknown) => error as UrlElicitationRequiredError)
    const [elicitation] = (refused as UrlElicitationRequiredError).elicitations
    await review(page, elicitation?.url ?? '', ada)
    const shown = page.locator('pre.arguments')
    await shown.waitFor()
    await page.waitForLoadState()
    expect(await shown.innerText()).toContain('<img src=x onerror=')
    expect(await page.locator('img, script').count()).toBe(0)
    expect(await page.title()).toContain('Approve this call?')
    expect(await page.getByRole('heading').allInnerTexts()).toEqual([
      'Approve this call?',
      'With exactly these arguments',
    ])
    await page.screenshot({ path: path.join(screenshots, 'approval.png') })
    await client.close()
  })

  it('another person who opens the link sees nothing of the call and cannot approve it', async () => {
    const client = await legacyClient(await tokenOf(ada))
    const title = `secret of ada ${Date.now()}`
    const refused = await client
      .callTool({ name: 'add_todo', arguments: { title } })
      .catch((error: unknown) => error as UrlElicitationRequiredError)
    const [elicitation] = (refused as UrlElicitationRequiredError).elicitations
    await review(page, elicitation?.url ?? '', grace)
    await page.getByRole('heading', { name: 'Another account is needed here' }).waitFor()
    await page.waitForLoadState()
    expect(await page.content()).not.toContain(title)
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    await client.close()
  })

  it('somebody who is signed in already is asked to sign in again', async () => {
    const client = await legacyClient(await tokenOf(ada))
    const call = (title: string) => client.callTool({ name: 'add_todo', arguments: { title } })
    const linkOf = async (title: string) => {
      const refused = await call(title).catch((error: unknown) => error as UrlElicitationRequiredError)
      return (refused as UrlElicitationRequiredError).elicitations[0]?.url ?? ''
    }
    await approve(page, await linkOf(`first ${Date.now()}`))
    await page.goto(await linkOf(`second ${Date.now()}`))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByLabel('Password').waitFor()
    await client.close()
  })
})

describe('the catalogue', () => {
  it('an admin connects once in the browser; the tools are discovered with it, and it is listed as a grant', async () => {
    const { url } = await stack.admin.post<{ url: string }>(`/servers/${server.id}/service-connection`, {})
    await page.goto(url)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await logIn(page, ada)
    await page.getByRole('heading', { name: 'Connected' }).waitFor()
    const found = await stack.admin.post<{ source: string; tools: number }>(
      `/servers/${server.id}/tool-discovery`,
      {},
    )
    expect(found.source).toBe('service')
    expect(found.tools).toBeGreaterThan(2)
    const { tools } = await stack.admin.get<{ tools: { name: string; effective: { risk: string } }[] }>(
      `/servers/${server.id}/tools`,
    )
    const risks = Object.fromEntries(tools.map(({ name, effective }) => [name, effective.risk]))
    expect(risks).toMatchObject({ list_todos: 'read', add_todo: 'write' })
  })

  it.each(clientLines)(
    '$label sees no disabled tool, and a call to it is one to an unknown tool',
    async (line) => {
      await configure('complete_todo', { enabled: false })
      try {
        const session = await line.connect(server.mcpUrl, clientOf(ada))
        await until(
          'the tool to disappear',
          async () => !(await session.toolNames()).includes('complete_todo'),
        )
        expect(await session.toolNames()).toContain('list_todos')
        await expect(session.call('complete_todo', { id: 1 })).rejects.toThrow(/Unknown tool: complete_todo/)
        await session.close()
      } finally {
        await configure('complete_todo', { enabled: true })
      }
    },
  )
})
