import { Route } from '@solidjs/router'
import { screen } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { renderPage } from '../testing/render-page.tsx'
import { AccountMenu } from './account-menu.tsx'

it('the name that the sign-in provider says has nothing in it that cannot be seen', async () => {
  vi.stubGlobal('fetch', async () =>
    Response.json({ kind: 'member', name: 'Ada\u202E', role: 'owner', permissions: [], user: null }),
  )
  renderPage('/', () => <Route path="/" component={AccountMenu} />)
  expect((await screen.findByText('Ada⟨U+202E⟩')).title).toBe('Ada⟨U+202E⟩')
})
