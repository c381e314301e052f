import { expect, it } from 'vitest'
import { serverOfDraft, type DraftValues } from './server-of-draft.ts'

const DRAFT = {
  description: '',
  runtimeUrl: 'https://a.example/mcp',
  apiKey: { placement: 'header' as const, name: 'x-api-key', prefix: '' },
  staticHeaders: { 'x-fixed': '1' },
  staticQuery: {},
}
const VALUES: DraftValues = {
  name: 'A',
  slug: 'a',
  authMode: 'api_key',
  keyOwner: 'shared',
  upstreamKey: 'k',
  staticHeaders: { 'x-region': 'eu', 'x-empty': '' },
}

it('puts the key where the file says, beside the headers that were fixed or entered', () => {
  expect(serverOfDraft(DRAFT, VALUES)).toMatchObject({
    workerSecret: null,
    upstreamAuth: { placement: 'header', name: 'x-api-key', keyOwner: 'shared' },
    upstreamKey: 'k',
    staticHeaders: { 'x-fixed': '1', 'x-region': 'eu' },
    staticQuery: null,
  })
})

it('keeps no key for a server whose users have their own, and none for one with a sign-in', () => {
  expect(serverOfDraft(DRAFT, { ...VALUES, keyOwner: 'per_user' })).not.toHaveProperty('upstreamKey')
  const oauth = serverOfDraft(DRAFT, { ...VALUES, authMode: 'oauth' })
  expect(oauth).not.toHaveProperty('upstreamAuth')
  expect(oauth).toMatchObject({ accessTokenHeader: 'authorization' })
})
