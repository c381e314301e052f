import { expect, it } from 'vitest'
import type { ProbeAnswer } from '../../../../schema/api/probe.ts'
import { bodyOf, lookedAt, type ServerValues } from './create-server-form.ts'
import { slugOf } from './slug-of.ts'

const VALUES: ServerValues = {
  runtimeUrl: ' https://runtime.example/mcp ',
  workerSecret: '',
  headerPreset: 'default',
  workerSecretHeader: 'x-gateway-worker-secret',
  authMode: 'oauth',
  name: 'Desk',
  slug: 'desk',
  description: '',
  gatewayId: '',
  upstreamAuth: { placement: 'header', name: 'x-api-key', prefix: '', keyOwner: 'shared' },
  upstreamKey: 'a-key',
  open: true,
}

it('sends what belongs to the chosen auth mode, and nothing that was typed for another', () => {
  const shared = bodyOf({ ...VALUES, authMode: 'api_key' })
  expect(shared).toMatchObject({
    upstreamAuth: { name: 'x-api-key' },
    upstreamKey: 'a-key',
    workerSecret: null,
  })
  expect(shared).not.toHaveProperty('open')
  const upstreamAuth = { ...VALUES.upstreamAuth, keyOwner: 'per_user' as const }
  expect(bodyOf({ ...VALUES, authMode: 'api_key', upstreamAuth })).not.toHaveProperty('upstreamKey')
  expect(bodyOf({ ...VALUES, authMode: 'none' })).toHaveProperty('open', true)
  for (const authMode of ['oauth', 'passthrough'] as const) {
    const body = bodyOf({ ...VALUES, authMode })
    for (const field of ['open', 'upstreamAuth', 'upstreamKey']) expect(body).not.toHaveProperty(field)
  }
})

it('sends the access token in Authorization where the runtime asked for it there', () => {
  const found = { outcome: 'oauth' } as const
  expect(bodyOf(VALUES, found)).toHaveProperty('accessTokenHeader', 'authorization')
  expect(bodyOf(VALUES, { outcome: 'none' })).not.toHaveProperty('accessTokenHeader')
  expect(bodyOf({ ...VALUES, authMode: 'passthrough' }, found)).not.toHaveProperty('accessTokenHeader')
})

it('gives a bearer key no name, whatever was typed before', () => {
  const upstreamAuth = { ...VALUES.upstreamAuth, placement: 'bearer' as const }
  expect(bodyOf({ ...VALUES, authMode: 'api_key', upstreamAuth }).upstreamAuth).toMatchObject({ name: null })
})

it('makes a slug that the API takes of any name', () => {
  expect(slugOf('Échos & Co — <b>fake</b>')).toBe('echos-co-b-fake-b')
  expect(slugOf(`--${'a-'.repeat(60)}`)).toMatch(/^[a-z0-9-]{1,62}[a-z0-9]$/)
  expect(slugOf('日本')).toBe('')
})

const ANSWER: ProbeAnswer = {
  outcome: 'oauth',
  authModes: ['oauth'],
  runtime: null,
  oauth: null,
  warnings: [],
  steps: [],
}

it('what was found at one runtime is not applied to another', () => {
  const looked = { runtimeUrl: ' https://a.example/mcp', answer: ANSWER }
  expect(lookedAt(looked, 'https://a.example/mcp ')).toBe(ANSWER)
  expect(lookedAt(looked, 'https://b.example/mcp')).toBeUndefined()
  expect(lookedAt(undefined, 'https://a.example/mcp')).toBeUndefined()
})
