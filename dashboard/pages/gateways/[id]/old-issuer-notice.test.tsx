import { Route } from '@solidjs/router'
import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import { OldIssuerNotice, useNoteIssuer } from './old-issuer-notice.tsx'
import { renderPage } from '../../../testing/render-page.tsx'

const CURRENT = 'https://login.example'
const GATEWAY = { id: 'gtw_1', name: 'Desk', endpoints: { issuer: CURRENT } } as Gateway

function show(state: unknown, path: string) {
  vi.stubGlobal('fetch', async () =>
    Response.json({ kind: 'member', name: 'Ada', permissions: ['grants.revoke'], user: null }),
  )
  renderPage(
    path,
    () => (
      <Route
        path="/gateways/:id"
        component={() => {
          const noteIssuer = useNoteIssuer()
          return (
            <>
              <button onClick={() => noteIssuer('https://old.example')}>Save</button>
              <OldIssuerNotice gateway={GATEWAY} />
            </>
          )
        }}
      />
    ),
    state,
  )
}
const offer = () => screen.queryByRole('button', { name: 'End the old grants' })

it('the grants of an issuer that was left can be ended', async () => {
  show(null, '/gateways/gtw_1?tab=x')
  fireEvent.click(await screen.findByText('Save'))
  await screen.findByRole('button', { name: 'End the old grants' })
  expect(window.location.search).toBe('?tab=x')
  fireEvent.click(screen.getByText('Leave them'))
  await waitFor(() => expect(offer()).toBeNull())
})

it('neither a link nor the current issuer offers to end grants', async () => {
  show(null, '/gateways/gtw_1?oldIssuer=https://old.example')
  await screen.findByText('Save')
  expect(offer()).toBeNull()
  cleanup()
  show({ oldIssuer: CURRENT }, '/gateways/gtw_1')
  await screen.findByText('Save')
  expect(offer()).toBeNull()
})
