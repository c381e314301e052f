import { Route } from '@solidjs/router'
import { screen } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { renderPage } from '../../../../testing/render-page.tsx'
import { leftClient, OldClientNotice } from './old-client-notice.tsx'

it('a client that was left is named, and the way to its grants', async () => {
  const warnings = [{ field: 'clientId', code: 'grants_of_old_client', message: '' }]
  const left = leftClient({ clientId: 'limen-1' }, { warnings })
  expect(left).toBe('limen-1')
  expect(leftClient({ clientId: 'limen-1' }, { warnings: [] })).toBeUndefined()
  vi.stubGlobal('fetch', async () =>
    Response.json({ kind: 'member', name: 'Ada', permissions: [], user: null }),
  )
  renderPage('/gateways/gtw_1', () => (
    <Route
      path="/gateways/:id"
      component={() => <OldClientNotice gatewayId="gtw_1" clientId={left ?? ''} />}
    />
  ))
  expect(await screen.findByText('limen-1')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Grants' })).toHaveProperty('pathname', '/gateways/gtw_1/grants')
})
