import { Route } from '@solidjs/router'
import { fireEvent, screen } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import LimitsPage from './page.tsx'
import { renderPage } from '../../testing/render-page.tsx'

const BUDGET = {
  id: 'bud_1',
  name: 'Each day',
  scope: { kind: 'server', serverId: 'srv_1' },
  amount: 10,
  unit: 'calls',
  window: 'day',
  enforcement: 'block',
  enabled: true,
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
}

function showLimits(query: string) {
  const answers: Record<string, unknown> = {
    '/session': { kind: 'member', name: 'Ada', permissions: ['logs.read'], user: null },
    '/budgets': { budgets: [BUDGET], cursor: null },
    '/rate-limits': { rateLimits: [], cursor: null },
  }
  vi.stubGlobal('fetch', async (url: string) => {
    const path = new URL(url, 'http://x').pathname.replace('/api/v1', '')
    if (path in answers) return Response.json(answers[path])
    return Response.json({ detail: 'Nothing can be counted now.' }, { status: 429 })
  })
  renderPage(`/limits${query}`, () => <Route path="/limits" component={LimitsPage} />)
  return {
    recover() {
      answers['/budget-snapshots'] = { snapshots: [], cursor: null }
      fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    },
  }
}

it('budgets stand without what is spent of them, and say why it is missing', async () => {
  showLimits('')
  expect((await screen.findByRole('alert')).textContent).toContain('Nothing can be counted now.')
  screen.getByText('Each day')
})

it('which budgets are spent is not said before it was read', async () => {
  const { recover } = showLimits('?state=spent')
  await screen.findByRole('alert')
  expect(screen.queryByText('No budget is like this.')).toBeNull()
  recover()
  await screen.findByText('No budget is like this.')
})
