import { Route } from '@solidjs/router'
import { screen } from '@solidjs/testing-library'
import { it, vi } from 'vitest'
import type { OwnRequest } from '../../../../schema/api/requests.ts'
import { renderPage } from '../../../testing/render-page.tsx'
import LibraryRequestsPage from './page.tsx'

const REQUEST: OwnRequest = {
  id: 'req_1',
  entryId: 'lib_linear',
  entryName: 'Linear',
  state: 'dismissed',
  reason: 'Not\u202E now',
  serverId: null,
  decidedAt: 2,
  note: 'For the\u200B bugs',
  createdAt: 1,
  askedAt: 1,
}

it('the note that was sent, and the reason that came back, say what in them cannot be seen', async () => {
  vi.stubGlobal('fetch', async (url: string) =>
    Response.json(
      url.includes('/session')
        ? { kind: 'member', name: 'Ada', permissions: ['library.request'], user: null }
        : { requests: [REQUEST], cursor: null },
    ),
  )
  renderPage('/library/requests', () => <Route path="/library/requests" component={LibraryRequestsPage} />)
  await screen.findByText(/: For the⟨U\+200B⟩ bugs$/)
  screen.getByText('Reason: Not⟨U+202E⟩ now')
})
