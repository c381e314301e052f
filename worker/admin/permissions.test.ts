// Every route × every role, with real sessions and keys through the real door (S13, product.md §6).
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { PERMISSIONS, ROLE_PERMISSIONS, ROLES, type Permission } from '../../schema/api/permissions.ts'
import { admin } from '../testing/admin-client.ts'
import { personOf, type Person } from '../testing/people.ts'
import type { RouteDefinition } from './endpoint.ts'
import { ENDPOINTS } from './endpoints.ts'

// Hundreds of requests in one test.
vi.setConfig({ testTimeout: 60_000 })

const asked = ENDPOINTS.map(({ definition }) => definition).filter(
  (definition): definition is RouteDefinition & { permission: Permission } =>
    !['public', 'signed_in', 'connections'].includes(definition.permission),
)

/** What a request of nobody's design holds: no field, and ids of nothing. */
function blank({ method, path }: RouteDefinition) {
  const isWrite = method === 'post' || method === 'put' || method === 'patch'
  return [
    method.toUpperCase(),
    path.replaceAll(/\{\w+\}/g, 'x'),
    { ...(isWrite ? { body: {} } : {}), ifMatch: 1 },
  ] as const
}

describe('what each role may do', () => {
  it('stands in the table of product.md §6, word for word', () => {
    expect(ROLE_PERMISSIONS.owner).toEqual(PERMISSIONS)
    expect(ROLE_PERMISSIONS.admin).toEqual(PERMISSIONS)
    const reads = PERMISSIONS.filter((permission) => permission.endsWith('.read'))
    const developer = [
      ...reads.filter((permission) => permission !== 'audit.read'),
      'servers.create',
      'servers.update',
      'tools.configure',
      'tokens.manage',
      'library.request',
    ]
    expect(ROLE_PERMISSIONS.developer.toSorted()).toEqual(developer.toSorted())
    expect(ROLE_PERMISSIONS.analyst.toSorted()).toEqual(reads.toSorted())
    expect(ROLE_PERMISSIONS.viewer.toSorted()).toEqual(['gateways.read', 'library.request', 'servers.read'])
  })

  it.each(ROLES)('is what every route lets a member do with the role %s, and nothing else', async (role) => {
    const person = await personOf(role)
    for (const definition of asked) {
      const { operationId, permission } = definition
      const answer = await person.ask(...blank(definition))
      if (ROLE_PERMISSIONS[role].includes(permission)) {
        expect([401, 403], `${operationId}: ${answer.text}`).not.toContain(answer.status)
        continue
      }
      expect(answer.status, operationId).toBe(403)
      expect(answer.body['detail'], operationId).toBe(`This needs the permission ${permission}.`)
    }
  })

  it('is nothing for somebody who signed in and is no member: 403 that says so and names the permission', async () => {
    const stranger = await personOf(null)
    for (const definition of asked) {
      const answer = await stranger.ask(...blank(definition))
      expect(answer.status, definition.operationId).toBe(403)
      expect(answer.body['detail']).toContain(`${stranger.email}, who is no member`)
      expect(answer.body['detail']).toContain(definition.permission)
    }
  })

  it('is nothing without a credential', async () => {
    for (const { definition } of ENDPOINTS) {
      if (definition.permission === 'public') continue
      const answer = await admin(...withNobody(definition))
      expect(answer.status, definition.operationId).toBe(401)
    }
  })
})

describe('API keys', () => {
  let owner: Person
  beforeAll(async () => {
    owner = await personOf('owner')
  })

  it.each(['servers.read', 'members.manage'] as const)(
    'with %s alone open the routes that ask for it, and no other',
    async (permission) => {
      const made = await owner.ask('POST', '/api-keys', {
        body: { name: permission, permissions: [permission] },
      })
      expect(made.status, made.text).toBe(201)
      const secret = String(made.body['key'])
      for (const definition of asked) {
        const answer = await admin(...withKey(definition, secret))
        if (definition.permission === permission) {
          expect([401, 403], definition.operationId).not.toContain(answer.status)
        } else {
          expect(answer.status, definition.operationId).toBe(403)
          expect(answer.body['detail']).toContain(definition.permission)
        }
      }
    },
  )
})

function withNobody(definition: RouteDefinition) {
  const [method, path, call] = blank(definition)
  return [method, path, { ...call, secret: null }] as const
}

function withKey(definition: RouteDefinition, secret: string) {
  const [method, path, call] = blank(definition)
  return [method, path, { ...call, secret }] as const
}
