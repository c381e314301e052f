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

it.each([
  ['cannot be chosen, and says which permission is missing', [], true],
  ['can be chosen by who may attach Gateways', ['gateways.attach'], false],
])('passthrough %s', async (_name, more, isDisabled) => {
  vi.stubGlobal('fetch', async (url: string) =>
    url.includes('/session')
      ? Response.json({ kind: 'member', name: 'Ada', permissions: ['servers.create', ...more], user: null })
      : Response.json({ gateways: [] }),
  )
  renderPage('/servers/new', () => <Route path="/servers/new" component={NewServerPage} />)
  fireEvent.click(await screen.findByRole('button', { name: 'Enter everything by hand' }))
  const passthrough = await screen.findByRole<HTMLInputElement>('radio', { name: 'Passthrough' })
  expect(passthrough.disabled).toBe(isDisabled)
  const hint = document.getElementById(passthrough.getAttribute('aria-describedby') ?? '')?.textContent
  expect(hint === 'This needs the permission gateways.attach, which you do not have.').toBe(isDisabled)
})
