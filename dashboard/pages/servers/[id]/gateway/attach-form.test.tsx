import { Route } from '@solidjs/router'
import { screen } from '@solidjs/testing-library'
import { beforeEach, expect, it, vi } from 'vitest'
import { serverExample } from '../../../../../schema/api/servers.ts'
import { renderPage } from '../../../../testing/render-page.tsx'
import ServerGatewayPage from './page.tsx'

const SERVER = { ...serverExample, id: 'srv_1', authMode: 'oauth', attachment: null }
const GATEWAYS = [
  { id: 'gtw_a', name: 'Alpha', authorizationServerUrl: 'https://a.example', endpoints: null },
  {
    id: 'gtw_b',
    name: 'Beta',
    authorizationServerUrl: 'https://b.example/.well-known/openid-configuration',
    endpoints: { issuer: 'https://b.example/' },
  },
]

beforeEach(() =>
  vi.stubGlobal('fetch', async (url: string) => {
    const { pathname } = new URL(url, 'http://x')
    if (pathname.endsWith('/session'))
      return Response.json({
        kind: 'member',
        name: 'Ada',
        permissions: ['gateways.read', 'gateways.attach'],
        user: null,
      })
    return Response.json(pathname.endsWith('/gateways') ? { gateways: GATEWAYS } : SERVER)
  }),
)

const show = (historyState: unknown) =>
  renderPage(
    '/servers/srv_1/gateway',
    () => <Route path="/servers/:id/gateway" component={ServerGatewayPage} />,
    historyState,
  )
const names = async () => {
  await screen.findByText('Alpha')
  return screen
    .getAllByRole('radio')
    .map((radio) => document.querySelector(`label[for="${radio.id}"]`)?.textContent)
}
const found = { authorizationServers: ['https://b.example'] }

it('the Gateway with the authorization server that a look found comes first, and says why', async () => {
  show({ runtimeUrl: SERVER.runtimeUrl, ...found })
  expect(await names()).toEqual(['Beta', 'Alpha'])
  screen.getByText(/^Same authorization server/)
})

it('what was found at another runtime says nothing of this one', async () => {
  show({ runtimeUrl: 'https://other.example/mcp', ...found })
  expect(await names()).toEqual(['Alpha', 'Beta'])
  expect(screen.queryByText(/^Same authorization server/)).toBeNull()
})
