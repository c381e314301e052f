import { Route, useNavigate } from '@solidjs/router'
import { fireEvent, screen } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { useCurrentGateway } from './current-gateway.ts'
import GatewayFrame from './frame.tsx'
import { renderPage } from '../../../testing/render-page.tsx'

const NAMES: Record<string, string> = { gtw_a: 'Alpha', gtw_b: 'Beta' }

/** As forms do: what it was made with stays until it is made anew. */
function Tab() {
  const made = useCurrentGateway()().id
  const navigate = useNavigate()
  return (
    <>
      <input aria-label={`Secret for ${made}`} />
      <button onClick={() => navigate('/gateways/gtw_a')}>To Alpha</button>
      <button onClick={() => navigate('/gateways/gtw_b')}>To Beta</button>
    </>
  )
}

it('another Gateway is another page, also one that was looked at before', async () => {
  vi.stubGlobal('fetch', async (url: string) => {
    const id = /gateways\/(\w+)/.exec(url)?.[1]
    if (id === undefined) {
      return Response.json({ kind: 'member', name: 'Ada', permissions: ['gateways.read'], user: null })
    }
    return Response.json({
      id,
      name: NAMES[id],
      description: '',
      state: 'ready',
      endpoints: { issuer: 'https://login.example' },
    })
  })
  renderPage('/gateways/gtw_a', () => (
    <Route path="/gateways/:id" component={GatewayFrame}>
      <Route path="/" component={Tab} />
    </Route>
  ))
  fireEvent.input(await screen.findByLabelText('Secret for gtw_a'), { target: { value: 'of Alpha' } })
  fireEvent.click(screen.getByText('To Beta'))
  expect(await screen.findByLabelText('Secret for gtw_b')).toHaveProperty('value', '')
  fireEvent.click(screen.getByText('To Alpha'))
  expect(await screen.findByRole('heading', { name: 'Alpha' })).toBeTruthy()
  expect(await screen.findByLabelText('Secret for gtw_a')).toHaveProperty('value', '')
})
