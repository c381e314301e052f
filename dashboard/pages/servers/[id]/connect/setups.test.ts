import { describe, expect, it } from 'vitest'
import { admissionOf, CLIENT_SETUPS, type Admission } from './setups.ts'

const target = (admission: Admission, mcpUrl = 'https://limen.example.com/s/weather/mcp') => ({
  slug: 'weather',
  name: 'Weather & Ünits',
  mcpUrl,
  admission,
})

function setupOf(client: string, ...to: Parameters<typeof target>) {
  const found = CLIENT_SETUPS.find(({ id }) => id === client)
  if (!found) throw new Error(`no client ${client}`)
  return found.of(target(...to))
}

const copyOf = (client: string, admission: Admission) => setupOf(client, admission).copies[0]?.text ?? ''

it('what a client needs follows from the auth mode', () => {
  expect(admissionOf({ authMode: 'oauth', open: false })).toBe('sign_in')
  expect(admissionOf({ authMode: 'passthrough', open: false })).toBe('sign_in')
  expect(admissionOf({ authMode: 'api_key', open: false })).toBe('token')
  expect(admissionOf({ authMode: 'none', open: false })).toBe('token')
  expect(admissionOf({ authMode: 'none', open: true })).toBe('open')
})

it('Claude is opened with name and URL filled in', () => {
  const link = new URL(setupOf('claude', 'sign_in').link?.href ?? '')
  expect(`${link.origin}${link.pathname}`).toBe('https://claude.ai/customize/connectors')
  expect(link.href).not.toContain('+')
  expect(Object.fromEntries(link.searchParams)).toEqual({
    modal: 'add-custom-connector',
    connectorName: 'Weather & Ünits',
    connectorUrl: 'https://limen.example.com/s/weather/mcp',
  })
})

it('Claude Code gets one command, with the token from the environment', () => {
  expect(copyOf('claude-code', 'sign_in')).toBe(
    'claude mcp add --transport http weather https://limen.example.com/s/weather/mcp',
  )
  expect(copyOf('claude-code', 'token')).toBe(
    'claude mcp add --transport http weather https://limen.example.com/s/weather/mcp --header "Authorization: Bearer $LIMEN_TOKEN"',
  )
})

describe('VS Code', () => {
  const configOf = (admission: Admission): unknown =>
    JSON.parse(
      decodeURIComponent(
        (setupOf('vscode', admission).link?.href ?? '').replace(/^vscode:mcp\/install\?/, ''),
      ),
    )

  it('gets the server by link', () => {
    expect(configOf('sign_in')).toEqual({
      name: 'weather',
      type: 'http',
      url: 'https://limen.example.com/s/weather/mcp',
    })
  })

  it('asks for the token itself', () => {
    expect(configOf('token')).toEqual({
      name: 'weather',
      type: 'http',
      url: 'https://limen.example.com/s/weather/mcp',
      headers: { Authorization: 'Bearer ${input:limen-token}' },
      inputs: [
        {
          type: 'promptString',
          id: 'limen-token',
          description: 'Access token of Weather & Ünits',
          password: true,
        },
      ],
    })
    expect(JSON.parse(copyOf('vscode', 'token'))).toMatchObject({
      servers: { weather: { headers: { Authorization: 'Bearer ${input:limen-token}' } } },
      inputs: [{ id: 'limen-token' }],
    })
  })
})

it('Cursor gets the server by link, in base64', () => {
  const link = new URL(setupOf('cursor', 'token').link?.href ?? '')
  expect(link.href).toMatch(/^cursor:\/\/anysphere\.cursor-deeplink\/mcp\/install\?/)
  expect(link.searchParams.get('name')).toBe('weather')
  expect(JSON.parse(atob(link.searchParams.get('config') ?? ''))).toEqual({
    url: 'https://limen.example.com/s/weather/mcp',
    headers: { Authorization: 'Bearer ${env:LIMEN_TOKEN}' },
  })
})

it.each(['claude', 'chatgpt'])('%s says what it cannot do', (client) => {
  expect(setupOf(client, 'sign_in').obstacle).toBeUndefined()
  expect(setupOf(client, 'open').obstacle).toBeUndefined()
  expect(setupOf(client, 'token').obstacle).toContain('access token')
  for (const url of [
    'http://limen.example.com/s/a/mcp',
    'https://127.0.0.1:8787/s/a/mcp',
    'https://localhost/s/a/mcp',
  ])
    expect(setupOf(client, 'sign_in', url).obstacle).toContain('public https address')
})
