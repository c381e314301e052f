import { Route } from '@solidjs/router'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { beforeEach, expect, it, vi } from 'vitest'
import { serverExample } from '../../../../../schema/api/servers.ts'
import type { ToolPolicyView } from '../../../../../schema/api/tools.ts'
import { renderPage } from '../../../../testing/render-page.tsx'
import ToolsPage from './page.tsx'
import { matches } from './tool-filters.ts'

const tool = (name: string, change: Partial<ToolPolicyView> = {}): ToolPolicyView => ({
  serverId: 'srv_1',
  name,
  enabled: null,
  requiredScopes: [],
  timeoutMs: null,
  risk: null,
  confirmation: false,
  cost: 1,
  version: 0,
  updatedAt: null,
  effective: { enabled: true, risk: 'write', offer: 'offered' },
  catalogue: {
    state: 'new',
    title: null,
    description: '<img src=x onerror=alert(1)>\u202Eevil',
    hash: 'pinned',
    seenHash: null,
    firstSeenAt: 1,
    lastSeenAt: 1,
    changedAt: null,
    approvedAt: null,
    removedAt: null,
  },
  ...change,
})

type Answer = (method: string, body: unknown) => Response
let answers: Record<string, Answer>
let sent: { method: string; path: string; body: unknown }[]

const json = (body: unknown, status = 200) => Response.json(body, { status })

beforeEach(() => {
  sent = []
  answers = {
    '/session': () =>
      json({ kind: 'member', name: 'Ada', permissions: ['servers.read', 'tools.configure'], user: null }),
    '/servers/srv_1': () => json({ ...serverExample, id: 'srv_1' }),
    '/servers/srv_1/tool-catalogue': () =>
      json({
        completeAt: 1,
        source: 'direct',
        error: null,
        counts: { new: 1, changed: 0, approved: 0, removed: 0 },
      }),
    '/servers/srv_1/tools': () => json({ tools: [tool('drop')], cursor: null }),
  }
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = new URL(url, 'http://x').pathname.replace('/api/v1', '')
    const method = init.method ?? 'GET'
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    if (method !== 'GET') sent.push({ method, path, body })
    return answers[path]?.(method, body) ?? json({ detail: `nothing at ${path}` }, 404)
  })
  renderPage('/servers/srv_1/tools', () => <Route path="/servers/:id/tools" component={ToolsPage} />)
})

it('a switch that the API refuses goes back, and says why', async () => {
  const enable = await screen.findByRole('switch', { name: 'Enable drop' })
  let refuse = () => {}
  const refused = new Promise<void>((resolve) => (refuse = resolve))
  answers['/servers/srv_1/tools/drop'] = () => json({ detail: 'Not now.' }, 409)
  const fetchNow = globalThis.fetch
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (init.method === 'PUT') await refused
    return fetchNow(url, init)
  })
  fireEvent.click(enable)
  await waitFor(() => expect(enable.getAttribute('aria-checked')).toBe('false'))
  refuse()
  await screen.findByText(/drop stays as it was. Not now./)
  await waitFor(() => expect(enable.getAttribute('aria-checked')).toBe('true'))
  expect(sent).toEqual([
    {
      method: 'PUT',
      path: '/servers/srv_1/tools/drop',
      body: { enabled: false, requiredScopes: [], timeoutMs: null, risk: null, confirmation: false, cost: 1 },
    },
  ])
})

it('all are approved by the definitions that were shown', async () => {
  answers['/servers/srv_1/tool-approvals'] = () => json({ approved: ['drop'], effectiveWithinSeconds: 10 })
  fireEvent.click(await screen.findByRole('button', { name: 'Approve all 1' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Approve' }))
  await screen.findByText(/1 approved/)
  expect(sent).toEqual([
    {
      method: 'POST',
      path: '/servers/srv_1/tool-approvals',
      body: { tools: [{ name: 'drop', hash: 'pinned' }] },
    },
  ])
})

it('what the runtime no longer has is forgotten after a question, and only where there is something', async () => {
  const gone = tool('old', { catalogue: { ...tool('old').catalogue!, state: 'removed', removedAt: 2 } })
  answers['/servers/srv_1/tools'] = () => json({ tools: [tool('drop'), gone], cursor: null })
  answers['/servers/srv_1/removed-tools'] = () => {
    answers['/servers/srv_1/tools'] = () => json({ tools: [tool('drop')], cursor: null })
    return json({ forgotten: 1 })
  }
  await screen.findByText('1 tool is gone from the runtime.')
  fireEvent.click(screen.getByRole('button', { name: 'Forget it' }))
  expect(sent).toEqual([])
  fireEvent.click(await screen.findByRole('button', { name: 'Forget' }))
  await screen.findByText('1 forgotten.')
  expect(sent).toEqual([{ method: 'DELETE', path: '/servers/srv_1/removed-tools', body: undefined }])
  await waitFor(() => expect(screen.queryByText(/gone from the runtime/)).toBeNull())
})

it('what a runtime says of a tool is text, and what cannot be seen is written out', async () => {
  await screen.findByText('<img src=x onerror=alert(1)>⟨U+202E⟩evil')
  expect(document.querySelector('img')).toBeNull()
})

it('one that changed and is back says so, and is approved by the definition that is there', async () => {
  const catalogue = {
    ...tool('drop').catalogue!,
    state: 'changed' as const,
    seenHash: 'pinned',
    changedAt: 2,
  }
  const back = tool('drop', { catalogue, effective: { enabled: true, risk: 'write', offer: 'blocked' } })
  answers['/servers/srv_1/tools'] = () => json({ tools: [back], cursor: null })
  answers['/servers/srv_1/tools/drop'] = () => json({ ...back, definition: { name: 'drop' }, change: null })
  answers['/servers/srv_1/tool-approvals'] = () => json({ approved: ['drop'], effectiveWithinSeconds: 10 })
  await screen.findByText('Changed and back')
  fireEvent.click(screen.getByRole('button', { name: 'drop' }))
  await screen.findByText(/now the one of before again/)
  fireEvent.click(screen.getByRole('button', { name: 'Approve this definition' }))
  await waitFor(() =>
    expect(sent.map(({ body }) => body)).toEqual([{ tools: [{ name: 'drop', hash: 'pinned' }] }]),
  )
})

it('filters look at name, state, risk and what is enabled', () => {
  const changed = tool('a', { catalogue: { ...tool('a').catalogue!, state: 'changed' } })
  expect(matches(changed, { q: 'A', state: 'waiting', risk: 'write', offer: 'on' })).toBe(true)
  expect(matches(changed, { state: 'new' })).toBe(false)
  expect(matches(tool('b', { catalogue: null }), { state: 'unseen' })).toBe(true)
  expect(matches(changed, { offer: 'off' })).toBe(false)
})
