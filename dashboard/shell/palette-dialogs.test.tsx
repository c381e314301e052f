import { Route } from '@solidjs/router'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import MembersPage from '../pages/members/page.tsx'
import ApiKeysPage from '../pages/api-keys/page.tsx'
import { renderPage } from '../testing/render-page.tsx'

it.each([
  ['/api-keys?create=true', ApiKeysPage, 'Create API key'],
  ['/members?invite=true', MembersPage, 'Invite a person'],
])('%s opens the dialog that the palette promises', async (path, component, name) => {
  vi.stubGlobal('fetch', async (url: string) =>
    url.includes('/session')
      ? Response.json({ kind: 'member', name: 'Ada', permissions: ['members.manage'], user: null })
      : Response.json({ detail: 'Not here.' }, { status: 403 }),
  )
  renderPage(path, () => <Route path="*" component={component} />)
  await screen.findByRole('dialog', { name })
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(window.location.search).toBe('')
})
