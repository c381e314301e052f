import { expect, it } from 'vitest'
import type { Grant } from '../../../../data/grants.ts'
import { seenClients } from './seen-clients.ts'

const GRANT: Grant = {
  id: 'grt_1',
  gatewayId: 'gw_1',
  attachmentId: 'att_1',
  serverId: 'srv_1',
  state: 'active',
  stateReason: null,
  identity: {
    issuer: 'https://a',
    subject: '1',
    organization: null,
    email: null,
    emailVerified: false,
    displayName: null,
  },
  clientId: 'dyn',
  clientName: 'Desk',
  redirectUri: 'https://desk.example/cb',
  scopes: [],
  downstreamScopes: [],
  createdAt: 1,
  lastUsedAt: null,
  accessExpiresAt: null,
  hasRefreshToken: true,
  lastError: null,
}

it('counts users and active grants of each client, and says how it is known', () => {
  const grants: Grant[] = [
    GRANT,
    { ...GRANT, id: 'grt_2', state: 'revoked', lastUsedAt: 5 },
    { ...GRANT, id: 'grt_3', identity: { ...GRANT.identity, issuer: 'https://b' } },
    { ...GRANT, id: 'grt_4', clientId: 'https://claude.ai/client.json', lastUsedAt: 9 },
    { ...GRANT, id: 'grt_5', clientId: 'limen:service' },
    { ...GRANT, id: 'grt_6', clientId: 'triage' },
  ]
  expect(seenClients(grants, new Set(['triage']))).toMatchObject([
    { clientId: 'https://claude.ai/client.json', kind: 'document', lastUsedAt: 9 },
    { clientId: 'dyn', kind: 'dynamic', users: 2, activeGrants: 2, lastUsedAt: 5 },
    { clientId: 'limen:service', kind: 'limen' },
    { clientId: 'triage', kind: 'preregistered' },
  ])
})
