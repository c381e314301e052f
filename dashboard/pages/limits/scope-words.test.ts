import { expect, it } from 'vitest'
import type { MeterScope } from '../../../schema/api/meter-scope.ts'
import { scopeText, scopeWords } from './scope-words.ts'

const names = {
  server: (id: string) => `Name of ${id}`,
  gateway: (id: string) => `Name of ${id}`,
  agent: (id: string) => `Name of ${id}`,
}
const hrefsOf = (scope: MeterScope) =>
  scopeWords(scope, names).flatMap((word) => (typeof word === 'string' ? [] : [word.href]))

it.each<[MeterScope, string, string[]]>([
  [{ kind: 'server', serverId: 'srv_a' }, 'All calls to the server Name of srv_a', ['/servers/srv_a']],
  [{ kind: 'gateway', gatewayId: 'gw_a' }, 'All calls through the Gateway Name of gw_a', ['/gateways/gw_a']],
  [
    { kind: 'tool', serverId: 'srv_a', tool: 'add' },
    'Calls of the tool add of the server Name of srv_a',
    ['/servers/srv_a'],
  ],
  [
    { kind: 'agent', agentId: 'agt_a', serverId: 'srv_a' },
    'Calls of the agent Name of agt_a at the server Name of srv_a',
    ['/agents/agt_a', '/servers/srv_a'],
  ],
  [{ kind: 'agent', agentId: 'unrecognised' }, 'Calls of clients that are no known agent, everywhere', []],
  [
    { kind: 'user', user: { email: 'ann@example.com' }, gatewayId: 'gw_a' },
    'Calls of ann@example.com at every server of the Gateway Name of gw_a',
    ['/gateways/gw_a'],
  ],
  [
    { kind: 'user', user: { issuer: 'https://login.example', subject: '7' } },
    'Calls of 7 (of https://login.example) everywhere',
    [],
  ],
  [{ kind: 'default_user' }, 'Calls of each user who has none of their own, one by one, everywhere', []],
  [
    { kind: 'anonymous', serverId: 'srv_a' },
    'Calls without a user, together, at the server Name of srv_a',
    ['/servers/srv_a'],
  ],
])('%o in words, with a link to each thing it names', (scope, text, hrefs) => {
  expect(scopeText(scopeWords(scope, names))).toBe(text)
  expect(hrefsOf(scope)).toEqual(hrefs)
})

it('the page of a server or Gateway does not name itself, and does name another', () => {
  const server: MeterScope = { kind: 'server', serverId: 'srv_a' }
  expect(scopeWords(server, names, { serverId: 'srv_a' })).toEqual(['All calls to this server'])
  expect(scopeText(scopeWords(server, names, { serverId: 'srv_b' }))).toContain('Name of srv_a')
  const gateway: MeterScope = { kind: 'anonymous', gatewayId: 'gw_a' }
  expect(scopeText(scopeWords(gateway, names, { gatewayId: 'gw_a' }))).toBe(
    'Calls without a user, together, at every server of this Gateway',
  )
})
