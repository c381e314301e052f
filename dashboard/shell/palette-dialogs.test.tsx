import { Route, Router } from '@solidjs/router'
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import { expect, it, vi } from 'vitest'
import { createQueryClient } from '../data/query-client.ts'
import { SessionProvider } from '../session/session.tsx'
import { ToastProvider } from '../ui/toast.tsx'
import MembersPage from '../pages/members/page.tsx'
import ApiKeysPage from '../pages/api-keys/page.tsx'

it.each([
  ['/api-keys?create=true', ApiKeysPage, 'Create API key'],
  ['/members?invite=true', MembersPage, 'Invite a person'],
])('%s opens the dialog that the palette promises', async (path, component, name) => {
  vi.stubGlobal('fetch', async (url: string) =>
    url.includes('/session')
      ? Response.json({ kind: 'member', name: 'Ada', permissions: ['members.manage'], user: null })
      : Response.json({ detail: 'Not here.' }, { status: 403 }),
  )
  window.history.replaceState(null, '', path)
  render(() => (
    <QueryClientProvider client={createQueryClient()}>
      <Router
        root={(props) => (
          <ToastProvider>
            <SessionProvider signIn={<p>signed out</p>}>{props.children}</SessionProvider>
          </ToastProvider>
        )}
      >
        <Route path="*" component={component} />
      </Router>
    </QueryClientProvider>
  ))
  await screen.findByRole('dialog', { name })
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(window.location.search).toBe('')
})
