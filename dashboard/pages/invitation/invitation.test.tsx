// The link of an invitation: its token is in memory and in request bodies, nowhere else.
import { Route, Router } from '@solidjs/router'
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import { beforeEach, expect, it, vi } from 'vitest'
import { createQueryClient } from '../../data/query-client.ts'
import { announceSignIn } from '../../session/sign-in-window.ts'
import InvitationPage from './page.tsx'

const TOKEN = 'lmn_inv_secret'
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const user = (email: string) => ({
  kind: 'user',
  id: email,
  name: email,
  role: null,
  permissions: [],
  user: { issuer: 'https://login.test', subject: email, email, emailVerified: true, method: 'oidc' },
})

let signedIn: unknown
let inspected: () => Response
let accepted: () => Response
const urls: string[] = []
const bodies: unknown[] = []

beforeEach(() => {
  signedIn = undefined
  inspected = () =>
    json({ email: 'g…@example.com', role: 'developer', invitedBy: 'ada@example.com', expiresAt: 1 })
  accepted = () => json({ member: { role: 'developer' } })
  urls.length = 0
  bodies.length = 0
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    urls.push(url)
    if (typeof init.body === 'string') bodies.push(JSON.parse(init.body))
    const path = new URL(url, 'http://x').pathname.replace('/api/v1', '')
    if (path === '/sign-in') return json({ oidc: { issuer: 'https://login.test' } })
    if (path === '/session') return signedIn ? json(signedIn) : json({}, 401)
    return path === '/invitations/inspect' ? inspected() : accepted()
  })
})

function open(hash: string): void {
  window.history.replaceState(null, '', `/invitation${hash}`)
  const client = createQueryClient()
  render(() => (
    <QueryClientProvider client={client}>
      <Router>
        <Route path="/invitation" component={InvitationPage} />
      </Router>
    </QueryClientProvider>
  ))
}

it('takes the token out of the address bar, and it is in no URL and no storage from then on', async () => {
  const windows: string[] = []
  vi.stubGlobal('open', (url: string) => {
    windows.push(url)
    return window
  })
  open(`#${TOKEN}`)
  await screen.findByText('g…@example.com')
  expect(window.location.href).not.toContain(TOKEN)
  const signIn = await screen.findByRole<HTMLButtonElement>('button', { name: 'Sign in to accept' })
  await waitFor(() => expect(signIn.disabled).toBe(false))
  fireEvent.click(signIn)
  expect(windows).toEqual(['/api/v1/sign-in/start?returnTo=%2Fsigned-in'])
  signedIn = user('grace@example.com')
  announceSignIn()
  fireEvent.click(await screen.findByRole('button', { name: 'Accept the invitation' }))
  await screen.findByText('Welcome. Your role is Developer')
  expect(bodies).toEqual([{ token: TOKEN }, { token: TOKEN }])
  expect(JSON.stringify([urls, windows, { ...localStorage }, { ...sessionStorage }])).not.toContain(TOKEN)
})

it('says why it refuses another account, and offers to change it', async () => {
  signedIn = user('ada@example.com')
  accepted = () => json({ detail: 'You are signed in as ada@example.com; the invitation is for g…' }, 403)
  open(`#${TOKEN}`)
  fireEvent.click(await screen.findByRole('button', { name: 'Accept the invitation' }))
  await screen.findByText(/the invitation is for g…/)
  signedIn = user('grace@example.com')
  announceSignIn()
  await screen.findByText('grace@example.com')
  await waitFor(() => expect(screen.queryByText(/the invitation is for g…/)).toBeNull())
})

it('a link that was used, revoked, replaced or is too old is explained alike', async () => {
  inspected = () => json({ detail: 'There is no such invitation' }, 404)
  open(`#${TOKEN}`)
  await screen.findByText('This link opens nothing any more')
})

it('without a link asks for it', async () => {
  open('')
  await screen.findByText('Open the link that you were sent')
  expect(bodies).toEqual([])
})
