import { render, screen } from '@solidjs/testing-library'
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query'
import { expect, it } from 'vitest'
import type { Connection } from '../../../schema/api/connections.ts'
import { ToastProvider } from '../../ui/toast.tsx'
import { ConnectionTable } from './connection-table.tsx'

const CONNECTION: Connection = {
  id: 'grt_1',
  server: { id: 'srv_1', name: 'Desk', mcpUrl: 'https://limen.example.com/s/desk/mcp' },
  clientId: 'cli_1',
  clientName: 'Claude\u202Etpg',
  scopes: [],
  state: 'active',
  stateReason: null,
  createdAt: 1_790_000_000_000,
  lastUsedAt: null,
  accessExpiresAt: null,
}

it('a client that turns the direction of its name is written out, wherever its name stands', () => {
  const { container } = render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <ToastProvider>
        <ConnectionTable gatewayId="gw_1" connections={[CONNECTION]} />
      </ToastProvider>
    </QueryClientProvider>
  ))
  const shown = 'Claude⟨U+202E⟩tpg'
  expect(screen.getByTitle(shown).textContent).toBe(shown)
  expect(screen.getByRole('button', { name: `End ${shown} at Desk` })).toBeTruthy()
  expect(container.innerHTML).not.toContain('\u202E')
})
