// Settings that ask for more than `servers.update`: they are shown, cannot be changed without it, and say why.
import { Route } from '@solidjs/router'
import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { describe, expect, it, vi } from 'vitest'
import type { Server } from '../../../../../schema/api/servers.ts'
import { serverExample } from '../../../../../schema/api/servers.ts'
import { renderPage } from '../../../../testing/render-page.tsx'
import ServerSettingsPage from './page.tsx'

type Permissions = readonly string[]
const PASSTHROUGH: Partial<Server> = {
  authMode: 'passthrough',
  upstreamAuth: null,
  upstreamKeySet: false,
  passthrough: {
    authorizationServers: ['https://login.example'],
    scopes: [],
    verification: { issuer: 'https://login.example', jwksUri: 'https://login.example/keys', audience: null },
  },
}
const NONE: Partial<Server> = { authMode: 'none', upstreamAuth: null, upstreamKeySet: false }
/** What the API is sent, in order. */
let sent: unknown[]

/** Answers the form of this server, as somebody who may update servers sees it. */
async function show(server: Partial<Server>, more: Permissions, refusal?: string) {
  sent = []
  const stored = { ...serverExample, ...server }
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url.includes('/session'))
      return Response.json({
        kind: 'member',
        name: 'Ada',
        permissions: ['servers.read', 'servers.update', ...more],
        user: null,
      })
    if (init.method !== 'PATCH') return Response.json(stored)
    const change: object = JSON.parse(String(init.body))
    sent.push(change)
    return refusal === undefined
      ? Response.json({
          ...stored,
          ...change,
          version: 2,
          workerSecretProbe: null,
          effectiveWithinSeconds: 10,
        })
      : Response.json({ title: 'A permission is missing', detail: refusal }, { status: 403 })
  })
  renderPage('/servers/srv_1/settings', () => (
    <Route path="/servers/:id/settings" component={ServerSettingsPage} />
  ))
  return within((await screen.findByLabelText('Runtime URL')).closest('form') ?? document.body)
}

const isOff = (control: HTMLElement) => control.matches(':disabled')
const lacks = (permission: string) => new RegExp(`needs the permission ${permission}, which you do not have`)

async function save() {
  fireEvent.click(screen.getByRole('button', { name: 'Save settings' }))
  await waitFor(() => expect(sent).toHaveLength(1))
  return sent[0]
}

describe.each([
  ['tools.configure', NONE, ['New tools', 'Tools whose definition changed'], 2],
  [
    'gateways.attach',
    PASSTHROUGH,
    ['Slug', 'Authorization servers of the upstream', 'Add to Authorization servers of the upstream'],
    2,
  ],
  [
    'access.configure',
    { ...PASSTHROUGH, acceptClaimed: true },
    [
      'Verify the tokens here',
      'Issuer of the tokens',
      'URL of its public keys (JWKS)',
      'Audience (optional)',
    ],
    2,
  ],
] as const)('without %s', (permission, server, names, lines) => {
  const control = (form: Awaited<ReturnType<typeof show>>, name: string) =>
    form.queryByRole('group', { name }) ?? form.getByLabelText(name)

  it('what it is for is shown and cannot be changed, and the rest is saved without it', async () => {
    const form = await show(server, [])
    for (const name of names) expect(isOff(control(form, name)), name).toBe(true)
    expect(form.getAllByText(lacks(permission))).toHaveLength(lines)
    fireEvent.input(form.getByLabelText('Name'), { target: { value: 'Forecast' } })
    expect(await save()).toEqual({ name: 'Forecast' })
    await screen.findByText('Saved. It holds everywhere within 10 s.')
  })

  it('and with it, it can', async () => {
    const form = await show(server, [permission])
    for (const name of names) expect(isOff(control(form, name)), name).toBe(false)
    expect(form.queryByText(lacks(permission))).toBeNull()
  })
})

describe('passthrough', () => {
  const option = (form: Awaited<ReturnType<typeof show>>) =>
    form.getByRole<HTMLOptionElement>('option', { name: 'Passthrough' })

  it('is chosen by who may attach Gateways alone', async () => {
    const form = await show(NONE, [])
    expect(option(form).disabled).toBe(true)
    expect(form.getByLabelText('Auth mode').getAttribute('aria-describedby')).toBeTruthy()
    form.getByText('Passthrough needs the permission gateways.attach, which you do not have.')
  })

  it('is kept by anybody, who is told before they leave it for good', async () => {
    const form = await show(PASSTHROUGH, [])
    expect(option(form).disabled).toBe(false)
    fireEvent.change(form.getByLabelText('Auth mode'), { target: { value: 'none' } })
    form.getByText(/^Coming back to “Passthrough” needs the permission gateways.attach/)
    fireEvent.change(form.getByLabelText('Auth mode'), { target: { value: 'passthrough' } })
    expect(form.queryByText(/^Coming back/)).toBeNull()
  })

  it('says beside the URL that another origin needs gateways.attach, and another path does not', async () => {
    const form = await show(PASSTHROUGH, [])
    const url = form.getByLabelText('Runtime URL')
    fireEvent.input(url, { target: { value: 'https://weather.example.com/v2/mcp' } })
    expect(url.getAttribute('aria-invalid')).toBeNull()
    fireEvent.input(url, { target: { value: 'https://elsewhere.example/mcp' } })
    expect(url.getAttribute('aria-invalid')).toBe('true')
    form.getByText('Another origin needs the permission gateways.attach, which you do not have.')
  })

  it('that is verified sends whose tokens it believes where the runtime moves, as the API demands', async () => {
    const form = await show(PASSTHROUGH, ['gateways.attach'])
    fireEvent.input(form.getByLabelText('Runtime URL'), {
      target: { value: 'https://elsewhere.example/mcp' },
    })
    form.getByText(/whose tokens are verified stay as they stand below/)
    expect(await save()).toEqual({
      runtimeUrl: 'https://elsewhere.example/mcp',
      passthrough: PASSTHROUGH.passthrough,
    })
  })
})

it('a server that is open may stay so, also after another look at the choice', async () => {
  const form = await show({ ...NONE, open: true }, [])
  const everybody = () => form.getByLabelText<HTMLInputElement>('Everybody, without a token')
  fireEvent.click(form.getByLabelText('Whoever has an access token of Limen'))
  expect(form.getByRole<HTMLButtonElement>('button', { name: 'Save settings' }).disabled).toBe(false)
  expect([everybody().checked, everybody().disabled]).toEqual([false, false])
})

it('what the API refuses all the same stands above the form, and nothing typed is lost', async () => {
  const refusal = 'This needs the permission tools.configure.'
  const form = await show(NONE, ['tools.configure'], refusal)
  fireEvent.click(within(form.getByRole('group', { name: 'New tools' })).getByLabelText('Off'))
  expect(await save()).toEqual({ newTools: 'off' })
  expect((await form.findByText(refusal)).getAttribute('role')).toBe('alert')
  expect(form.getByLabelText<HTMLInputElement>('Off').checked).toBe(true)
})
