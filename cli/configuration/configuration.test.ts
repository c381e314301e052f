// What a file may say, and what follows from it.
import { describe, expect, it } from 'vitest'
import { describePlan } from './describe-plan.ts'
import { labelOf, type Deployment, type Standing } from './deployment.ts'
import { toConfiguration } from './export.ts'
import { parseConfiguration, writeConfiguration } from './file.ts'
import { kindOf } from './kinds/index.ts'
import type { Item, KindName } from './kinds/kind.ts'
import { makePlan } from './make-plan.ts'

const GATEWAY = 'name: Helpdesk\n    authorizationServerUrl: https://login.example.com'

function faultsOf(text: string): string {
  try {
    parseConfiguration(text)
  } catch (error) {
    return (error as Error).message
  }
  return 'none'
}

describe('a file is refused as a whole, with everything that is wrong in it', () => {
  it.each([
    ['no map', '- a', 'must hold a map'],
    ['no version', 'servers: []', 'limen: must be 1'],
    ['an unknown list', 'limen: 1\nserver: []', 'server: there is no such list'],
    ['a list that is none', 'limen: 1\nservers: desk', 'servers: must be a list'],
    ['an entry that is no map', 'limen: 1\nservers: [desk]', 'servers[0]: must be a map'],
    [
      'an unknown field',
      `limen: 1\ngateways:\n  - ${GATEWAY}\n    colour: red`,
      'gateways[0].colour: unknown',
    ],
    ['a missing name', 'limen: 1\ngateways:\n  - scopes: [a]', 'gateways[0].name: is missing'],
    ['a wrong value', `limen: 1\ngateways:\n  - ${GATEWAY}\n    consent: maybe`, 'gateways[0].consent: '],
    [
      'a secret in plain sight',
      `limen: 1\ngateways:\n  - ${GATEWAY}\n    clientSecret: hunter2hunter2`,
      'gateways[0].clientSecret: secrets do not belong in the file',
    ],
    [
      'a name that stands twice',
      `limen: 1\ngateways:\n  - ${GATEWAY}\n  - ${GATEWAY}`,
      'gateways: Helpdesk stands twice',
    ],
    ['a key that stands twice', 'limen: 1\nlimen: 1', 'not valid YAML'],
  ])('%s', (_what, text, fault) => {
    expect(faultsOf(text)).toContain(fault)
    expect(faultsOf(text)).not.toContain('hunter2')
  })

  it('names all faults at once', () => {
    const faults = faultsOf('limen: 2\nthings: []\nservers: [{ slug: "-" }]')
    expect(faults).toContain('limen: must be 1')
    expect(faults).toContain('things: ')
    expect(faults).toContain('servers[0].slug')
  })
})

function standing(name: KindName, view: Item, item: Item = view): Standing {
  const kind = kindOf(name)
  return { kind, label: labelOf(kind, item), view, item, isKept: true }
}

function deploymentOf(...all: Standing[]): Deployment {
  const deployment = new Map<KindName, Standing[]>()
  for (const one of all) deployment.set(one.kind.name, [...(deployment.get(one.kind.name) ?? []), one])
  return deployment
}

const asItStands = {
  name: 'Helpdesk',
  authorizationServerUrl: 'https://login.example.com',
  description: 'Tickets',
  scopes: ['a', 'b'],
  identity: { source: 'id_token', claims: { subject: 'sub', email: 'email' }, emailTrust: 'claim' },
}
const helpdesk = standing(
  'gateways',
  { id: 'gw_1', version: 3, clientSecretSet: true, ...asItStands },
  asItStands,
)

const options = { prune: false, secrets: false }

function planFor(text: string, deployment: Deployment, given: Partial<typeof options> = {}) {
  return makePlan(parseConfiguration(`limen: 1\n${text}`), deployment, { ...options, ...given })
}

describe('a plan', () => {
  it('has nothing to do where everything stands as it is wanted', () => {
    const plan = planFor(
      `gateways:\n  - ${GATEWAY}\n    scopes: [a, b]\n    identity: { claims: { email: email } }\n    clientSecret: { fromEnv: S }`,
      deploymentOf(helpdesk),
    )
    expect(plan).toEqual({ steps: [], others: [], unchanged: 1 })
  })

  it('changes only what differs, and leaves alone what the file leaves out', () => {
    const plan = planFor(`gateways:\n  - ${GATEWAY}\n    scopes: [a]`, deploymentOf(helpdesk))
    expect(plan.steps).toMatchObject([
      {
        action: 'update',
        label: 'Helpdesk',
        changes: [{ field: 'scopes', before: ['a', 'b'], after: ['a'] }],
      },
    ])
    expect(describePlan(plan)).toContain('scopes: ["a","b"] → ["a"]')
  })

  it('sends a secret that is not set, and one that is set only when told to', () => {
    const text = `gateways:\n  - ${GATEWAY}\n    clientSecret: { fromEnv: S }`
    const unset = { ...helpdesk, view: { ...helpdesk.view, clientSecretSet: false } }
    expect(planFor(text, deploymentOf(unset)).steps).toMatchObject([{ secrets: ['clientSecret'] }])
    expect(planFor(text, deploymentOf(helpdesk)).steps).toEqual([])
    expect(planFor(text, deploymentOf(helpdesk), { secrets: true }).steps).toMatchObject([
      { secrets: ['clientSecret'] },
    ])
  })

  it('makes what others refer to first, and removes it last', () => {
    const attachment = standing(
      'attachments',
      { id: 'att_1', version: 1, serverId: 'srv_1', gatewayId: 'gw_1' },
      { server: 'desk', gateway: 'Helpdesk' },
    )
    const server = standing('servers', {
      id: 'srv_1',
      version: 1,
      slug: 'desk',
      name: 'Desk',
      missingSecrets: [],
    })
    const made = planFor(
      `attachments:\n  - { server: desk, gateway: Helpdesk }\nservers:\n  - { slug: desk, name: Desk }\ngateways:\n  - ${GATEWAY}`,
      deploymentOf(),
    )
    expect(made.steps.map(({ kind }) => kind.name)).toEqual(['gateways', 'servers', 'attachments'])
    const pruned = planFor('servers: []', deploymentOf(helpdesk, server, attachment), { prune: true })
    expect(pruned.steps.map(({ action, kind }) => `${action} ${kind.name}`)).toEqual([
      'remove attachments',
      'remove servers',
      'remove gateways',
    ])
  })

  it('removes nothing unless told to, and says what it left alone', () => {
    const plan = planFor('servers: []', deploymentOf(helpdesk))
    expect(plan.steps).toEqual([])
    expect(describePlan(plan)).toContain('Gateway Helpdesk')
  })

  it.each([
    [
      'a reference to nothing',
      'attachments:\n  - { server: desk, gateway: Helpdesk }',
      'there is no server "desk"',
    ],
    ['a fixed field', `gateways:\n  - ${GATEWAY}\n    jurisdiction: eu`, 'jurisdiction is fixed at creation'],
  ])('refuses %s', (_what, text, fault) => {
    expect(() => planFor(text, deploymentOf(helpdesk))).toThrow(fault)
  })

  it('refuses a name that the deployment has twice', () => {
    const text = `gateways:\n  - ${GATEWAY}`
    expect(() => planFor(text, deploymentOf(helpdesk, helpdesk))).toThrow('has 2 of that name')
    expect(() => toConfiguration(deploymentOf(helpdesk, helpdesk))).toThrow('more than once')
  })
})

it('what is exported can be applied, changes nothing, and holds no secret', () => {
  const text = writeConfiguration(toConfiguration(deploymentOf(helpdesk)))
  expect(text).toContain('fromEnv: GATEWAY_HELPDESK_CLIENT_SECRET')
  expect(makePlan(parseConfiguration(text), deploymentOf(helpdesk), options).steps).toEqual([])
})

describe('names stand in the place of ids, at any depth', () => {
  const desk = standing('servers', { id: 'srv_1', version: 1, missingSecrets: [] }, { slug: 'desk' })
  const support = standing(
    'groups',
    { id: 'grp_1', version: 1, members: [] },
    { name: 'Support', members: [] },
  )
  const claude = standing('agents', { id: 'agt_1', version: 1, name: 'Claude' })
  const deployment = deploymentOf(desk, support, claude)

  it('in lists, in the keys of a map, and inside of a scope', () => {
    const plan = planFor(
      [
        'access:',
        '  - { server: desk, allowedGroups: [Support], agents: { Claude: true } }',
        'rules:',
        '  - { server: desk, group: Support, tool: delete_ticket, toolEnabled: false }',
        'budgets:',
        '  - { name: Daily, scope: { kind: server, server: desk }, amount: 100, window: day }',
      ].join('\n'),
      deployment,
    )
    expect(plan.steps.map(({ label }) => label)).toEqual([
      'server desk',
      'server desk / group Support / tool delete_ticket',
      'Daily',
    ])
  })

  it.each([
    ['access:\n  - { server: desk, allowedGroups: [Nobody] }', 'there is no group "Nobody"'],
    ['access:\n  - { server: desk, agents: { Nobody: true } }', 'there is no agent "Nobody"'],
    [
      'budgets:\n  - { name: B, scope: { kind: server, server: none }, amount: 1, window: day }',
      'there is no server "none"',
    ],
  ])('%s', (text, fault) => {
    expect(() => planFor(text, deployment)).toThrow(fault)
  })

  it('a rule needs something that it is for', () => {
    expect(faultsOf('limen: 1\nrules:\n  - { toolEnabled: false }')).toContain('one of server, gateway')
  })
})
