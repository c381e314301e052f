// The end of a session in the middle of work: what was typed stays, and nobody sees what another person loaded.
import { Route, Router } from '@solidjs/router'
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClientProvider, useQuery } from '@tanstack/solid-query'
import { beforeEach, expect, it, vi } from 'vitest'
import { api } from '../data/api.ts'
import { useBootstrapSecret } from '../data/credential.ts'
import { createQueryClient } from '../data/query-client.ts'
import { SessionProvider, useSession } from './session.tsx'
import { announceSignIn, announceSignOut, openSignInWindow } from './sign-in-window.ts'

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

const person = (subject: string) => ({
  kind: 'member',
  id: `mem_${subject}`,
  name: `${subject}@example.com`,
  role: 'owner',
  permissions: [],
  user: { issuer: 'https://login.test', subject, method: 'oidc' },
})

let signedIn: unknown
let loads = 0
let endStatus = 200
const authorizations: (string | null)[] = []

function Page() {
  const { session, signOut } = useSession()
  const notes = useQuery(() => ({ queryKey: ['notes'], queryFn: () => api<{ of: string }>('/notes') }))
  return (
    <>
      <p>page of {session().name}</p>
      <p>notes: {notes.isPending ? '…' : notes.data?.of}</p>
      <label>
        Draft <input />
      </label>
      <button onClick={() => void api('/notes', { method: 'POST', body: {} }).catch(() => {})}>Save</button>
      <button onClick={() => void signOut().catch(() => {})}>Leave</button>
    </>
  )
}

beforeEach(() => {
  signedIn = person('ada')
  loads = 0
  endStatus = 200
  authorizations.length = 0
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = new URL(url, 'http://x').pathname.replace('/api/v1', '')
    authorizations.push(new Headers(init.headers).get('authorization'))
    if (path === '/sign-in') return json({ oidc: null, cloudflareAccess: true, bootstrap: false })
    if (path === '/session' && init.method === 'DELETE') return json({}, endStatus)
    if (!signedIn) return json({ detail: 'Send `Authorization: Bearer <API key>`.' }, 401)
    if (path === '/session') return json(signedIn)
    loads += 1
    return json({ of: (signedIn as { name: string }).name })
  })
})

function show(): void {
  window.history.replaceState(null, '', '/')
  const client = createQueryClient()
  render(() => (
    <QueryClientProvider client={client}>
      <Router
        root={(props) => <SessionProvider signIn={<p>sign-in page</p>}>{props.children}</SessionProvider>}
      >
        <Route path="/" component={Page} />
      </Router>
    </QueryClientProvider>
  ))
}

const draft = () => screen.findByLabelText<HTMLInputElement>('Draft')

async function loseTheSession(): Promise<void> {
  show()
  fireEvent.input(await draft(), { target: { value: 'half a sentence' } })
  signedIn = undefined
  fireEvent.click(screen.getByText('Save'))
  await screen.findByRole('dialog', { name: 'Your session ended' })
}

it('a write that finds the session gone asks to sign in over the page, and keeps what was typed', async () => {
  await loseTheSession()
  expect((await draft()).value).toBe('half a sentence')
  const before = loads
  signedIn = person('ada')
  announceSignIn()
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect((await draft()).value).toBe('half a sentence')
  await waitFor(() => expect(loads).toBeGreaterThan(before))
})

it('another person who signs in there starts afresh, and sees nothing of the first', async () => {
  await loseTheSession()
  await screen.findByText('notes: ada@example.com')
  signedIn = person('grace')
  announceSignIn()
  await screen.findByText('page of grace@example.com')
  expect(screen.queryByText('notes: ada@example.com')).toBeNull()
  expect((await draft()).value).toBe('')
  await screen.findByText('notes: grace@example.com')
})

it('the bootstrap secret that has ended leads to the sign-in page, and is sent no more', async () => {
  useBootstrapSecret('first-run-secret')
  signedIn = {
    ...person('ada'),
    kind: 'bootstrap',
    id: null,
    role: null,
    user: null,
    name: 'bootstrap secret',
  }
  show()
  await draft()
  expect(authorizations).toContain('Bearer first-run-secret')
  signedIn = undefined
  fireEvent.click(screen.getByText('Save'))
  await screen.findByText('sign-in page')
  authorizations.length = 0
  await api('/notes').catch(() => {})
  expect([...new Set(authorizations)]).toEqual([null])
})

it('a page learns at once that another tab signed out, or in as somebody else', async () => {
  show()
  await screen.findByText('page of ada@example.com')
  signedIn = undefined
  announceSignOut()
  await screen.findByRole('dialog', { name: 'Your session ended' })
  signedIn = person('grace')
  announceSignIn()
  await screen.findByText('notes: grace@example.com')
  expect(screen.queryByText('page of ada@example.com')).toBeNull()
})

it.each([
  [200, ['signed-out']],
  [503, []],
])('a sign-out that is answered %i tells the other tabs %j', async (status, told) => {
  // The test's window cannot leave the page, and says so.
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const heard: unknown[] = []
  const otherTab = new BroadcastChannel('limen.session')
  otherTab.addEventListener('message', ({ data }) => heard.push(data))
  endStatus = status
  show()
  fireEvent.click(await screen.findByText('Leave'))
  await new Promise((resolve) => setTimeout(resolve, 100))
  otherTab.close()
  expect(heard).toEqual(told)
})

it('the window of a sign-in cannot lead the page that opened it elsewhere', () => {
  const opened = { opener: window }
  vi.spyOn(window, 'open').mockReturnValue(opened as unknown as Window)
  expect(openSignInWindow()).toBe(true)
  expect(opened.opener).toBeNull()
})
