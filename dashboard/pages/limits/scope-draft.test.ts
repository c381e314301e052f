import { expect, it } from 'vitest'
import { emptyScope, missingOf, scopeOf } from './scope-draft.ts'

it('a scope begun on the page of a server or Gateway counts there', () => {
  expect(scopeOf(emptyScope({ serverId: 'srv_a' }))).toEqual({ kind: 'server', serverId: 'srv_a' })
  expect(scopeOf({ ...emptyScope({ gatewayId: 'gw_a' }), kind: 'anonymous' })).toEqual({
    kind: 'anonymous',
    gatewayId: 'gw_a',
  })
})

it('what was typed for another kind, or another place, is not sent', () => {
  const typed = {
    ...emptyScope(),
    tool: 'add',
    agentId: 'agt_a',
    email: 'ann@example.com',
    issuer: ' https://login.example ',
    subject: '7',
    serverId: 'srv_a',
    gatewayId: 'gw_a',
  }
  expect(scopeOf({ ...typed, kind: 'default_user' })).toEqual({ kind: 'default_user' })
  expect(scopeOf({ ...typed, kind: 'agent', where: 'gateway' })).toEqual({
    kind: 'agent',
    agentId: 'agt_a',
    gatewayId: 'gw_a',
  })
  expect(scopeOf({ ...typed, kind: 'user', userBy: 'subject', where: 'server' })).toEqual({
    kind: 'user',
    user: { issuer: 'https://login.example', subject: '7' },
    serverId: 'srv_a',
  })
})

it('names each field that is in use and empty', () => {
  const paths = (change: Partial<ReturnType<typeof emptyScope>>) =>
    missingOf({ ...emptyScope(), ...change }).map(({ path }) => path)
  expect(paths({ kind: 'default_user' })).toEqual([])
  expect(paths({ kind: 'tool' })).toEqual(['scope.serverId', 'scope.tool'])
  expect(paths({ kind: 'user', email: 'ann', where: 'server' })).toEqual([
    'scope.user.email',
    'scope.serverId',
  ])
  expect(paths({ kind: 'user', userBy: 'subject', subject: '7' })).toEqual(['scope.user.issuer'])
})
