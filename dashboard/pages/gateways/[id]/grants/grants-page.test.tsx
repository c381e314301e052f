import { Route } from '@solidjs/router'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { grantList } from '../../../../../schema/api/grants.ts'
import { renderPage } from '../../../../testing/render-page.tsx'
import { CurrentGateway } from '../current-gateway.ts'
import GatewayGrantsPage from './page.tsx'

const GATEWAY = { id: 'gtw_1', name: 'Desk' } as Gateway
const example = grantList.parse(grantList.meta()?.['example']).grants[0]

const GrantsOfGateway = () => (
  <CurrentGateway.Provider value={() => GATEWAY}>
    <GatewayGrantsPage />
  </CurrentGateway.Provider>
)

function show(grantId: string) {
  vi.stubGlobal('fetch', async (url: string) => {
    const { pathname, searchParams } = new URL(url, 'http://x')
    if (pathname.endsWith('/session'))
      return Response.json({ kind: 'member', name: 'Ada', permissions: ['grants.read'], user: null })
    if (!pathname.endsWith('/grants')) return Response.json({ detail: 'Not here.' }, { status: 403 })
    const isLast = searchParams.get('cursor') === 'next'
    return Response.json({
      grants: [{ ...example, id: isLast ? 'grt_2' : 'grt_1' }],
      cursor: isLast ? null : 'next',
    })
  })
  renderPage(`/?grant=${grantId}`, () => <Route path="/" component={GrantsOfGateway} />)
}
const drawer = () => screen.findByRole('dialog', { name: /^Grant of/ })
const more = () => screen.queryByRole('button', { name: 'Load more grants' })

it('a link to a grant on a later page says that it is not loaded, and finds it', async () => {
  show('grt_2')
  await screen.findByText(/is not among those loaded so far/)
  expect(screen.queryByRole('dialog')).toBeNull()
  fireEvent.click(await screen.findByRole('button', { name: 'Load more grants' }))
  await drawer()
  expect(screen.queryByText(/is not among/)).toBeNull()
})

it('a link to a grant that is nowhere says so, and can be cleared', async () => {
  show('grt_9')
  fireEvent.click(await screen.findByRole('button', { name: 'Load more grants' }))
  await screen.findByText(/is not among the grants of this list/)
  expect(more()).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Clear' }))
  await waitFor(() => expect(screen.queryByText(/is not among/)).toBeNull())
  expect(window.location.search).toBe('')
})

it('a link to a grant that is loaded opens it', async () => {
  show('grt_1')
  await drawer()
  expect(more()).toBeNull()
})
