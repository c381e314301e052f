import { Route } from '@solidjs/router'
import { fireEvent, screen } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import NewServerPage from './page.tsx'
import { renderPage } from '../../../testing/render-page.tsx'

it('what was typed before the look is not lost without a question', async () => {
  vi.stubGlobal('fetch', async () =>
    Response.json({ kind: 'member', name: 'Ada', permissions: ['servers.create'], user: null }),
  )
  renderPage('/servers/new', () => (
    <>
      <Route path="/servers/new" component={NewServerPage} />
      <Route path="/library" component={() => <p>The library</p>} />
    </>
  ))
  fireEvent.input(await screen.findByLabelText('Runtime URL'), {
    target: { value: 'https://runtime.example/mcp' },
  })
  fireEvent.click(screen.getByRole('link', { name: 'Choose from the library' }))
  await screen.findByText('Leave without saving?')
  expect(screen.queryByText('The library')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Leave' }))
  await screen.findByText('The library')
})
