import { Route, Router } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { fireEvent, render, screen } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import type { Server } from '../../../schema/api/servers.ts'
import { createQueryClient } from '../../data/query-client.ts'
import { UserKeysCard } from './user-keys-card.tsx'

const SERVER = {
  id: 'srv_1',
  name: 'Tickets',
  authMode: 'api_key',
  upstreamAuth: { placement: 'bearer', name: null, prefix: '', keyOwner: 'per_user' },
} as Server

const keyOf = (subject: string) => ({
  issuer: 'https://login.example',
  subject,
  createdAt: 1_790_000_000_000,
})

it('users after the first page can be reached, and nothing in their names is hidden', async () => {
  vi.stubGlobal('fetch', async (url: string) =>
    Response.json(
      String(url).includes('cursor=next')
        ? { keys: [keyOf('gra\u200Bce')], cursor: null }
        : { keys: [keyOf('ada')], cursor: 'next' },
    ),
  )
  render(() => (
    <QueryClientProvider client={createQueryClient()}>
      <Router>
        <Route path="*" component={() => <UserKeysCard servers={[SERVER]} />} />
      </Router>
    </QueryClientProvider>
  ))
  await screen.findByText('ada')
  fireEvent.click(await screen.findByRole('button', { name: /^Load more/, hidden: true }))
  await screen.findByText('gra⟨U+200B⟩ce')
  screen.getByText('ada')
  expect(screen.queryByRole('button', { name: /^Load more/, hidden: true })).toBeNull()
})
