// A call to a server without OAuth that needs approval: the user of its access token signs in at the deployment, in a
// real Chromium, and the real client's same call passes once.
import { randomBytes } from 'node:crypto'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { UrlElicitationRequiredError } from '@modelcontextprotocol/sdk/types.js'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../examples/demo/walk.ts'
import type { Versioned } from '../../cli/admin-api.ts'
import { startUpstream, type Upstream } from '../fixtures/upstreams/upstream.ts'
import { ada, grace } from '../harness/people.ts'
import { sharedStack } from '../harness/shared-stack.ts'
import { until } from '../harness/until.ts'
import { launchChromium } from './launch-chromium.ts'
import { logIn } from './log-in.ts'

const stack = sharedStack()
let browser: Browser
let upstream: Upstream
let client: Client

beforeAll(async () => {
  browser = await launchChromium()
  upstream = await startUpstream()
  const slug = `approved-${randomBytes(4).toString('hex')}`
  const server = await stack.admin.post<Versioned & { mcpUrl: string }>('/servers', {
    slug,
    name: slug,
    workerSecret: null,
    newTools: 'on',
    runtimeUrl: upstream.url,
    authMode: 'none',
  })
  await stack.admin.post(`/servers/${server.id}/tool-discovery`, {})
  const path = `/servers/${server.id}/tools/last_seen`
  const { version } = await stack.admin.get<{ version: number }>(path)
  await stack.admin.put(path, version, { enabled: true, confirmation: true })
  const { token } = await stack.admin.post<{ token: string }>('/access-tokens', {
    serverId: server.id,
    name: 'e2e',
    user: { email: ada.email },
  })
  client = new Client({ name: 'e2e', version: '1' }, { capabilities: { elicitation: { url: {} } } })
  const headers = { authorization: `Bearer ${token}` }
  const transport = new StreamableHTTPClientTransport(new URL(server.mcpUrl), { requestInit: { headers } })
  await client.connect(transport as Parameters<typeof client.connect>[0])
})

afterAll(async () => {
  await client?.close()
  await browser?.close()
  await upstream?.stop()
})

const call = () => client.callTool({ name: 'last_seen', arguments: {} })

/** From the client's refused call. */
async function link(): Promise<string> {
  let refused: unknown
  await until('the edge to ask for approval', async () => {
    refused = await call().catch((error: unknown) => error)
    return refused instanceof UrlElicitationRequiredError
  })
  return (refused as UrlElicitationRequiredError).elicitations[0]?.url ?? ''
}

async function signIn(page: Page, url: string, person: Person): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await logIn(page, person)
}

describe('a call with an access token that needs approval', () => {
  it('is shown to nobody but the user of the token', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await signIn(page, await link(), grace)
    await page.getByRole('heading', { name: 'Another account is needed here' }).waitFor()
    await page.waitForLoadState()
    expect(await page.content()).not.toContain('last_seen')
    await context.close()
  })

  it('passes once after that user signed in and approved it; the next one needs a sign-in again', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await signIn(page, await link(), ada)
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('heading', { name: 'Approved' }).waitFor()
    expect(JSON.stringify(await call())).toContain('authorization')
    await page.goto(await link())
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByLabel('Password').waitFor()
    await context.close()
  })
})
