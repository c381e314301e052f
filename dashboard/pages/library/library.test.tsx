import { Route } from '@solidjs/router'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { librarySetupExample, type LibraryEntry } from '../../../schema/api/library.ts'
import { serverExample } from '../../../schema/api/servers.ts'
import LibraryPage from './page.tsx'
import { renderPage } from '../../testing/render-page.tsx'

const WEATHER: LibraryEntry = {
  id: 'lib_weather',
  name: 'Weather',
  publisher: 'Weather Office',
  url: 'https://weather.example/mcp',
  transport: 'streamable-http',
  authMode: 'none',
  apiKey: null,
  clientRegistration: null,
  documentationUrl: 'https://weather.example/docs',
  checkedAgainst: 'https://weather.example/docs',
  iconLetter: 'W',
  description: 'Forecasts.',
  tags: [],
  note: null,
  installed: [],
  requested: false,
  requestedByMe: false,
  action: 'install',
}

it('a link to a set-up installs nothing before somebody clicks', async () => {
  const written: string[] = []
  const answers: Record<string, unknown> = {
    '/session': { kind: 'member', name: 'Ada', permissions: ['servers.read', 'library.install'], user: null },
    '/library': { entries: [WEATHER], total: 1, tags: [], cursor: null },
    '/library/lib_weather': WEATHER,
    '/library/lib_weather/install': { state: 'installed', entryId: WEATHER.id, server: serverExample },
  }
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = new URL(url, 'http://x').pathname.replace('/api/v1', '')
    if (init.method !== 'GET') written.push(path)
    return Response.json(answers[path] ?? {}, { status: path in answers ? 200 : 404 })
  })
  renderPage('/library?setup=lib_weather', () => (
    <>
      <Route path="/library" component={LibraryPage} />
      <Route path="/servers/:id" component={() => <p>The server</p>} />
    </>
  ))
  await screen.findByText('https://weather.example/mcp')
  expect(written).toEqual([])
  fireEvent.click(screen.getByRole('button', { name: 'Install' }))
  await waitFor(() => expect(written).toEqual(['/library/lib_weather/install']))
  await screen.findByText('The server')
})

it.each([
  ['says which permission is missing, and offers no install', [], true],
  ['offers the install to who may attach Gateways', ['gateways.attach'], false],
])('the set-up of a server whose users sign in %s', async (_name, more, isLacking) => {
  const entry: LibraryEntry = { ...WEATHER, authMode: 'oauth', action: 'set_up' }
  const answers: Record<string, unknown> = {
    '/session': {
      kind: 'member',
      name: 'Ada',
      permissions: ['servers.read', 'library.install', ...more],
      user: null,
    },
    '/library': { entries: [entry], total: 1, tags: [], cursor: null },
    '/library/lib_weather': entry,
    '/library/lib_weather/install': librarySetupExample,
  }
  vi.stubGlobal('fetch', async (url: string) =>
    Response.json(answers[new URL(url, 'http://x').pathname.replace('/api/v1', '')] ?? {}),
  )
  renderPage('/library?setup=lib_weather', () => <Route path="/library" component={LibraryPage} />)
  await screen.findByText(isLacking ? /^Its users sign in at the publisher, so a Gateway/ : 'Install')
  const said = 'Attaching one needs the permission gateways.attach, which you do not have.'
  expect(screen.queryByText(said, { exact: false }) !== null).toBe(isLacking)
  expect(screen.queryByRole('button', { name: 'Install' }) === null).toBe(isLacking)
})
