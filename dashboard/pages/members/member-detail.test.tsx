import { Route } from '@solidjs/router'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import type { Member } from '../../../schema/api/members.ts'
import { ROLE_PERMISSIONS } from '../../../schema/api/role-permissions.ts'
import { renderPage } from '../../testing/render-page.tsx'
import MembersPage from './page.tsx'

const ADA: Member = {
  id: 'mem_ada',
  issuer: 'https://login.example.com',
  subject: 'ada',
  email: 'ada@engines\u202E.example',
  displayName: null,
  role: 'owner',
  lastSignInAt: null,
  version: 1,
  createdAt: 1,
  updatedAt: 1,
}

/** `owners` answers the query for Owners. */
function show(owners: () => Promise<Response>) {
  vi.stubGlobal('fetch', async (url: string) => {
    const { pathname, searchParams } = new URL(url, 'http://x')
    if (pathname.endsWith('/session')) {
      const permissions = ROLE_PERMISSIONS.owner
      return Response.json({
        kind: 'member',
        id: ADA.id,
        name: 'Ada',
        role: 'owner',
        permissions,
        user: null,
      })
    }
    if (searchParams.get('role') === 'owner') return owners()
    if (pathname.endsWith(`/${ADA.id}`)) return Response.json(ADA)
    return Response.json({ members: [ADA], invitations: [], cursor: null })
  })
  renderPage(`/members?member=${ADA.id}`, () => <Route path="/members" component={MembersPage} />)
}
const list = (...members: Member[]) => Response.json({ members, cursor: null })
const leave = () => screen.findByRole<HTMLButtonElement>('button', { name: 'Leave this deployment' })

it('an Owner can leave once it is known that there is another', async () => {
  let answer = (_response: Response) => {}
  show(() => new Promise((resolve) => (answer = resolve)))
  const button = await leave()
  await screen.findByText('Reading who else is an Owner …')
  expect(button.disabled).toBe(true)
  answer(list(ADA, { ...ADA, id: 'mem_bob' }))
  await waitFor(() => expect(button.disabled).toBe(false))
  expect(screen.queryByText(/who else is an Owner/)).toBeNull()
})

it('where it cannot be known, it is not offered but tried again', async () => {
  const owners = vi.fn().mockResolvedValueOnce(Response.json({ detail: 'Not now.' }, { status: 403 }))
  owners.mockResolvedValueOnce(list(ADA))
  show(owners)
  await screen.findByText(/Could not read who else is an Owner: Not now/)
  expect((await leave()).disabled).toBe(true)
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByText(/You are the only one left: make another member an Owner first/)
  expect((await leave()).disabled).toBe(true)
})

it('an address says what in it cannot be seen', async () => {
  show(async () => list(ADA))
  await leave()
  expect(screen.getAllByText('ada@engines⟨U+202E⟩.example').length).toBe(2)
  screen.getByRole('link', { name: 'Manage ada@engines⟨U+202E⟩.example', hidden: true })
})
