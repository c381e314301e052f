import { Route } from '@solidjs/router'
import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { serverExample } from '../../../schema/api/servers.ts'
import TokensPage from './page.tsx'
import { renderPage } from '../../testing/render-page.tsx'

it.each([
  ['no agent to who may not decide which agents are let in', [], 'Agent', 'agents.configure'],
  ['the agents to who may', ['agents.configure'], 'Agent', null],
  ['no person to who may not say whom rules take for proven', [], 'By e-mail', 'access.configure'],
  ['people to who may', ['access.configure'], 'By e-mail', null],
])('the form of a new token offers %s', async (_name, more, label, lacked) => {
  const answers: Record<string, unknown> = {
    '/session': {
      kind: 'member',
      name: 'Ada',
      permissions: ['servers.read', 'grants.read', 'tokens.manage', ...more],
      user: null,
    },
    '/access-tokens': { accessTokens: [], cursor: null },
    '/agents': { agents: [], cursor: null },
    '/servers': { servers: [{ ...serverExample, authMode: 'none' }], cursor: null },
  }
  vi.stubGlobal('fetch', async (url: string) =>
    Response.json(answers[new URL(url, 'http://x').pathname.replace('/api/v1', '')] ?? {}),
  )
  renderPage('/tokens?create=true', () => <Route path="/tokens" component={TokensPage} />)
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByLabelText(label).matches(':disabled')).toBe(lacked !== null)
  const said = `This needs the permission ${lacked ?? more[0]}, which you do not have.`
  expect(dialog.queryAllByText(said).length > 0).toBe(lacked !== null)
})

it('servers that could not be read are not said to be none', async () => {
  let isAway = true
  const answers: Record<string, unknown> = {
    '/session': {
      kind: 'member',
      name: 'Ada',
      permissions: ['servers.read', 'grants.read', 'tokens.manage'],
      user: null,
    },
    '/access-tokens': { accessTokens: [], cursor: null },
    '/agents': { agents: [], cursor: null },
    '/servers': { servers: [{ ...serverExample, authMode: 'none' }], cursor: null },
  }
  vi.stubGlobal('fetch', async (url: string) => {
    const path = new URL(url, 'http://x').pathname.replace('/api/v1', '')
    const isMissing = !(path in answers) || (path === '/servers' && isAway)
    return isMissing
      ? Response.json({ detail: 'No list today.' }, { status: 429 })
      : Response.json(answers[path])
  })
  renderPage('/tokens?create=true', () => <Route path="/tokens" component={TokensPage} />)
  await screen.findByText('No list today.')
  expect(screen.queryByText('No server uses access tokens')).toBeNull()
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Create token' }).disabled).toBe(true)
  isAway = false
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeNull())
})
