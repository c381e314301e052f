import { Route, Router } from '@solidjs/router'
import { fireEvent, render, screen } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import { expect, it, vi } from 'vitest'
import { createQueryClient } from '../../../data/query-client.ts'
import { SessionProvider } from '../../../session/session.tsx'
import { ToastProvider } from '../../../ui/toast.tsx'
import NewServerPage from './page.tsx'

it('what was typed before the look is not lost without a question', async () => {
  vi.stubGlobal('fetch', async () =>
    Response.json({ kind: 'member', name: 'Ada', permissions: ['servers.create'], user: null }),
  )
  window.history.replaceState(null, '', '/servers/new')
  render(() => (
    <QueryClientProvider client={createQueryClient()}>
      <Router
        root={(props) => (
          <ToastProvider>
            <SessionProvider signIn={<p>signed out</p>}>{props.children}</SessionProvider>
          </ToastProvider>
        )}
      >
        <Route path="/servers/new" component={NewServerPage} />
        <Route path="/library" component={() => <p>The library</p>} />
      </Router>
    </QueryClientProvider>
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
