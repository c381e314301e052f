import { Route } from '@solidjs/router'
import { screen, waitFor } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import type { Rule } from '../../../../schema/api/rules.ts'
import { renderPage } from '../../../testing/render-page.tsx'
import RulesPage from './page.tsx'

const RULE: Rule = {
  id: 'rul_1',
  groupId: null,
  user: { issuer: 'https://login.example.com', subject: 'ann\u202Egro' },
  serverId: 'srv_1',
  gatewayId: null,
  tool: null,
  toolEnabled: false,
  confirmation: null,
  active: true,
  note: 'Not for\u200B her',
  version: 1,
  createdAt: 1,
  updatedAt: 1,
}

it('whom a rule is for, where it holds and its note say what in them cannot be seen', async () => {
  vi.stubGlobal('fetch', async (url: string) => {
    if (url.includes('/session'))
      return Response.json({
        kind: 'member',
        name: 'Ada',
        permissions: ['grants.read', 'servers.read'],
        user: null,
      })
    if (url.endsWith('/rules/rul_1')) return Response.json(RULE)
    if (url.includes('/rules')) return Response.json({ rules: [RULE], cursor: null })
    return Response.json({ servers: [{ id: 'srv_1', name: 'Desk\u00AD' }], gateways: [], groups: [] })
  })
  renderPage('/access/rules?rule=rul_1', () => <Route path="/access/rules" component={RulesPage} />)
  const whom = 'ann⟨U+202E⟩gro (https://login.example.com)'
  await waitFor(() => expect(screen.getAllByText(whom).length).toBe(2))
  expect(screen.getAllByText('Desk⟨U+00AD⟩').map(({ tagName }) => tagName)).toContain('STRONG')
  expect(screen.getByText('Not for⟨U+200B⟩ her').title).toBe('Not for⟨U+200B⟩ her')
  expect(screen.getByLabelText('Note')).toHaveProperty('value', RULE.note)
})
