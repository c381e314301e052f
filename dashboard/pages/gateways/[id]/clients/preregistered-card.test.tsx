import { Route } from '@solidjs/router'
import { fireEvent, screen } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { clientList } from '../../../../../schema/api/clients.ts'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { renderPage } from '../../../../testing/render-page.tsx'
import { PreregisteredCard } from './preregistered-card.tsx'

const GATEWAY = { id: 'gtw_1', name: 'Desk' } as Gateway
const example = clientList.parse(clientList.meta()?.['example']).clients[0]
const CLIENT = { ...example, id: 'triage', name: 'Triage', secretSet: true, version: 7 }

it('a client gets a new secret for the version that is shown, which is shown this once', async () => {
  const sent: [string, string | null][] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url.includes('/session'))
      return Response.json({ kind: 'member', name: 'Ada', permissions: ['clients.manage'], user: null })
    if (init.method !== 'POST') return Response.json({ clients: [CLIENT] })
    sent.push([url, new Headers(init.headers).get('if-match')])
    return Response.json({ ...CLIENT, version: 8, secret: 'fresh' })
  })
  renderPage('/', () => <Route path="/" component={() => <PreregisteredCard gateway={GATEWAY} />} />)
  fireEvent.click(await screen.findByRole('button', { name: 'New secret for Triage' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Make new secret' }))
  await screen.findByRole('dialog', { name: 'Secret of Triage' })
  screen.getByText('fresh')
  expect(sent).toEqual([['/api/v1/clients/triage/secret', '"7"']])
})
