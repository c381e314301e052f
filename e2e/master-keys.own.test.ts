// Missing or wrong MASTER_KEYS: everything that needs them answers 503, and the log names the variable and its fault.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WalkingProvider } from '../examples/demo/oauth-provider.ts'
import { users } from '../examples/demo/stack.ts'
import { clientLines } from './harness/client-lines.ts'
import { startOwnStack, type OwnStack } from './harness/own-stack.ts'
import { statusAt } from './harness/raw-oauth.ts'

const [ada] = users
let stack: OwnStack
let provider: WalkingProvider
beforeAll(async () => {
  stack = await startOwnStack()
  provider = new WalkingProvider({ clientName: 'keys', person: ada })
  const session = await clientLines[0]?.connect(stack.server.mcpUrl, provider)
  await session?.close()
})
afterAll(() => stack?.dispose())

const wrongKey = `k1:${Buffer.alloc(32, 7).toString('base64url')}`

it.each([
  { name: 'missing', value: '', says: /MASTER_KEYS/ },
  { name: 'not a key', value: 'k1:abc', says: /MASTER_KEYS/ },
  { name: 'another key under the same id', value: wrongKey, says: /MASTER_KEYS: the key \\?"k1\\?" is not/ },
  {
    name: 'another key under another id',
    value: wrongKey.replace('k1:', 'k9:'),
    says: /MASTER_KEYS: .*holds none of the keys/,
  },
])('$name: 503, and the log names the variable and what is wrong', async ({ value, says }) => {
  await restartWith(value)
  expect(await statusAt(stack.server.mcpUrl, provider.stored?.access_token ?? '')).toBe(503)
  // The line travels through wrangler after the answer.
  await expect
    .poll(() => readFileSync(stack.children.named('limen').logFile, 'utf8'), { timeout: 10_000 })
    .toMatch(says)
})

it('under a wrong key nothing else that needs one is answered either, and an admin can change nothing', async () => {
  await restartWith(wrongKey)
  const statusOf = async (path: string) => (await fetch(`${stack.origin}${path}`)).status
  expect(await statusOf(`/g/${stack.gatewayId}/jwks.json`)).toBe(503)
  expect(await statusOf(`/g/${stack.gatewayId}/callback?state=x&code=y`)).toBe(503)
  const change = stack.admin.patch(`/servers/${stack.server.id}`, 1, { staticHeaders: { 'x-key': 'value' } })
  await expect(change).rejects.toMatchObject({ status: 503 })
})

it('the right keys again: the same token calls on, nothing was lost', async () => {
  await restartWith(stack.secrets.masterKeys)
  const session = await clientLines[0]?.connect(stack.server.mcpUrl, provider)
  expect((await session?.call('whoami'))?.text).toContain(ada.email)
  expect(provider.signIns).toBe(1)
  await session?.close()
})

async function restartWith(masterKeys: string): Promise<void> {
  await stack.children.stop('limen')
  await stack.startLimen({ MASTER_KEYS: masterKeys })
}
