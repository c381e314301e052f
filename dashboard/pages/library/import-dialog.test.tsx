import { Route, Router } from '@solidjs/router'
import { fireEvent, render, screen } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import { expect, it, vi } from 'vitest'
import type { ServerJsonImported } from '../../../schema/api/server-json.ts'
import { createQueryClient } from '../../data/query-client.ts'
import { ImportDialog } from './import-dialog.tsx'

const READ: ServerJsonImported = {
  name: 'com.example/tickets',
  title: 'Tickets',
  version: '1.0.0',
  websiteUrl: null,
  repositoryUrl: null,
  drafts: [
    {
      path: 'remotes.0',
      name: 'Tickets',
      slug: 'tickets',
      description: '',
      runtimeUrl: 'https://{tenant}.example/mcp',
      authMode: null,
      apiKey: null,
      staticHeaders: {},
      staticQuery: {},
      needs: [{ kind: 'variable', field: 'variables', name: 'tenant', message: 'Your tenant', choices: [] }],
    },
  ],
  unusable: [],
  warnings: [],
  unknownFields: [],
}

it('neither what was pasted nor a value for the address is lost without a question', async () => {
  vi.stubGlobal('fetch', async () => Response.json(READ))
  const onClose = vi.fn()
  render(() => (
    <QueryClientProvider client={createQueryClient()}>
      <Router>
        <Route path="*" component={() => <ImportDialog isOpen onClose={onClose} />} />
      </Router>
    </QueryClientProvider>
  ))
  const asks = async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    await screen.findByText('Leave without saving?')
    expect(onClose).not.toHaveBeenCalled()
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    await vi.waitFor(() => expect(screen.queryByText('Leave without saving?')).toBeNull())
  }
  fireEvent.input(await screen.findByLabelText('Contents of the file'), { target: { value: '{}' } })
  await asks()
  fireEvent.click(screen.getByRole('button', { name: 'Read' }))
  fireEvent.input(await screen.findByLabelText('tenant'), { target: { value: 'desk' } })
  await asks()
})
