import { Route } from '@solidjs/router'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { beforeEach, expect, it, vi } from 'vitest'
import type { ImportedDraft, ServerJsonImported } from '../../../schema/api/server-json.ts'
import { renderPage } from '../../testing/render-page.tsx'
import { ImportDialog } from './import-dialog.tsx'

const DRAFT: ImportedDraft = {
  path: 'remotes.0',
  name: 'Tickets',
  slug: 'tickets',
  description: '',
  runtimeUrl: 'https://{tenant}.example/mcp',
  authMode: null,
  apiKey: null,
  staticHeaders: {},
  staticQuery: {},
  needs: [
    { kind: 'variable', field: 'variables.tenant', name: 'tenant', message: 'Your tenant', choices: [] },
    { kind: 'variable', field: 'variables.zone', name: 'zone', message: 'Your zone', choices: ['eu', 'us'] },
  ],
}

/** What the API makes of the file called so: one without variables, or with some of them. */
const FILES: Record<string, ImportedDraft[]> = {
  a: [DRAFT],
  b: [
    {
      ...DRAFT,
      needs: DRAFT.needs.map((need) => ({ ...need, choices: need.name === 'zone' ? ['us'] : [] })),
    },
  ],
  plain: [
    { ...DRAFT, runtimeUrl: 'https://one.example/mcp', needs: [] },
    { ...DRAFT, path: 'remotes.1', name: 'Desk', runtimeUrl: 'https://two.example/mcp', needs: [] },
  ],
}

const onClose = vi.fn()

beforeEach(() => {
  onClose.mockReset()
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url.includes('/session'))
      return Response.json({ kind: 'member', name: 'Ada', permissions: [], user: null })
    const { document }: { document: { name: string } } = JSON.parse(String(init.body))
    const read: ServerJsonImported = {
      name: document.name,
      title: null,
      version: '1.0.0',
      websiteUrl: null,
      repositoryUrl: null,
      drafts: FILES[document.name] ?? [],
      unusable: [],
      warnings: [],
      unknownFields: [],
    }
    return Response.json(read)
  })
  renderPage('/', () => <Route path="*" component={() => <ImportDialog isOpen onClose={onClose} />} />)
})

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const paste = async (name: string) =>
  fireEvent.input(await screen.findByLabelText('Contents of the file'), {
    target: { value: JSON.stringify({ name }) },
  })
const read = async (name: string) => {
  await paste(name)
  press('Read')
}
const type = async (label: string, value: string) =>
  fireEvent.input(await screen.findByLabelText(label), { target: { value } })
const question = () => screen.findByText('Leave without saving?')
const isAnswered = () => waitFor(() => expect(screen.queryByText('Leave without saving?')).toBeNull())
const valueOf = async (label: string) => (await screen.findByLabelText<HTMLInputElement>(label)).value

it('neither what was pasted nor a value for the address is lost without a question', async () => {
  const asks = async () => {
    press('Close')
    await question()
    expect(onClose).not.toHaveBeenCalled()
    press('Cancel')
    await isAnswered()
  }
  await paste('a')
  await asks()
  press('Read')
  await type('tenant', 'desk')
  await asks()
})

it('another file takes over the values of variables that it has too, and one that it does not allow comes back', async () => {
  await read('a')
  await type('tenant', 'desk')
  fireEvent.change(screen.getByLabelText('zone'), { target: { value: 'eu' } })
  press('Read another file')
  expect(await valueOf('Contents of the file')).toBe('{"name":"a"}')
  await read('b')
  expect(await valueOf('tenant')).toBe('desk')
  expect(await valueOf('zone')).toBe('')
  press('Read another file')
  await read('a')
  expect(await valueOf('zone')).toBe('eu')
})

it('what was typed for a server asks before another address or file takes its place', async () => {
  await read('plain')
  await type('Name', 'Mine')
  const other = screen.getByRole<HTMLInputElement>('radio', { name: 'https://two.example/mcp' })
  fireEvent.click(other)
  await question()
  press('Cancel')
  await isAnswered()
  expect([await valueOf('Name'), other.checked]).toEqual(['Mine', false])
  press('Read another file')
  await question()
  press('Leave')
  await screen.findByLabelText('Contents of the file')
  press('Read')
  expect(await valueOf('Name')).toBe('Tickets')
  fireEvent.click(await screen.findByRole('radio', { name: 'https://two.example/mcp' }))
  expect(await valueOf('Name')).toBe('Desk')
})
