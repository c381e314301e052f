// What a configuration file holds: the resources of the admin API, one entry each. The order is the one in which they
// can be made; they are removed in the reverse one.
import type { z } from 'zod'
import { attachmentCreate, attachmentUpdate } from '../../schema/api/attachments.ts'
import { clientCreate, clientUpdate } from '../../schema/api/clients.ts'
import { gatewayCreate, gatewayUpdate } from '../../schema/api/gateways.ts'
import { serverCreate, serverUpdate } from '../../schema/api/servers.ts'
import { toolName, toolPolicyWrite } from '../../schema/api/tools.ts'

/** Anything JSON; the zod shapes of the API say what is in it. */
export type Item = Readonly<Record<string, unknown>>

export type KindName = 'gateways' | 'clients' | 'servers' | 'attachments' | 'tools'

export interface Secret {
  field: string
  /** Whether the deployment has it, and does not ask for it again. */
  isSet: (view: Item) => boolean
}

/** A field that names another resource: in the file by its readable name, on the wire by its id. */
export interface Reference {
  /** In the file. */
  as: string
  /** On the wire. */
  field: string
  to: KindName
}

export interface Kind {
  name: KindName
  /** For people, singular. */
  noun: string
  listPath: string
  /** Fields that name an item in the file; two with the same values are one. References count by name. */
  identity: readonly string[]
  references: readonly Reference[]
  secrets: readonly Secret[]
  /** Fields of the file besides identity, references and secrets. */
  fields: readonly string[]
  /** Fields that only creation takes. */
  fixed: readonly string[]
  itemPath: (view: Item) => string
  /** `put`: there is one path for both, and creating is writing to it. */
  write: 'post-and-patch' | 'put'
  /** A list comes from one path, or from one below each item of this kind. */
  listedBy?: KindName
  /** What of a view is the admin's own; by default all of it. */
  ownPart?: (view: Item) => Item
  /** Besides the version, what removing asks for. */
  removalQuery?: (view: Item) => Record<string, string>
  /** Field → what may stand there; checked before anything is sent. */
  shape: Readonly<Record<string, z.ZodType>>
}

const fieldsOf = (shape: object, ...without: string[]) =>
  Object.keys(shape).filter((field) => !without.includes(field))

const isTrue = (name: string) => (view: Item) => view[name] === true

const serverSecret = (field: string): Secret => ({
  field,
  isSet: (view) => view[`${field}Set`] === true && !(view['missingSecrets'] as string[]).includes(field),
})

export const KINDS: readonly Kind[] = [
  {
    name: 'gateways',
    noun: 'Gateway',
    listPath: '/gateways',
    identity: ['name'],
    references: [],
    secrets: [{ field: 'clientSecret', isSet: isTrue('clientSecretSet') }],
    fields: fieldsOf(
      gatewayUpdate.shape,
      'name',
      'clientSecret',
      'manualOverrides',
      'locationHint',
      'jurisdiction',
    ),
    fixed: ['locationHint', 'jurisdiction'],
    itemPath: ({ id }) => `/gateways/${String(id)}`,
    write: 'post-and-patch',
    ownPart: ownPartOfGateway,
    shape: { ...gatewayCreate.shape, ...gatewayUpdate.shape },
  },
  {
    name: 'clients',
    noun: 'client',
    listPath: '/clients',
    identity: ['gateway', 'id'],
    references: [{ as: 'gateway', field: 'gatewayId', to: 'gateways' }],
    secrets: [{ field: 'secret', isSet: isTrue('secretSet') }],
    fields: fieldsOf(clientUpdate.shape),
    fixed: fieldsOf(clientCreate.shape, 'gatewayId', 'id', 'secret', ...Object.keys(clientUpdate.shape)),
    itemPath: ({ id }) => `/clients/${encodeURIComponent(String(id))}`,
    write: 'post-and-patch',
    shape: { ...clientCreate.shape, ...clientUpdate.shape },
  },
  {
    name: 'servers',
    noun: 'server',
    listPath: '/servers',
    identity: ['slug'],
    references: [],
    secrets: ['workerSecret', 'staticHeaders', 'staticQuery'].map(serverSecret),
    fields: fieldsOf(
      serverUpdate.shape,
      'slug',
      'workerSecret',
      'staticHeaders',
      'staticQuery',
      // Sets the two header names, which are written out.
      'headerPreset',
    ),
    fixed: fieldsOf(serverCreate.shape, ...Object.keys(serverUpdate.shape)),
    itemPath: ({ id }) => `/servers/${String(id)}`,
    write: 'post-and-patch',
    removalQuery: ({ name }) => ({ confirm: String(name) }),
    shape: { ...serverCreate.shape, ...serverUpdate.shape },
  },
  {
    name: 'attachments',
    noun: 'attachment',
    listPath: '/attachments',
    identity: ['server'],
    references: [
      { as: 'server', field: 'serverId', to: 'servers' },
      { as: 'gateway', field: 'gatewayId', to: 'gateways' },
    ],
    secrets: [],
    fields: fieldsOf(attachmentUpdate.shape),
    fixed: fieldsOf(attachmentCreate.shape, 'serverId', 'gatewayId', ...Object.keys(attachmentUpdate.shape)),
    itemPath: ({ id }) => `/attachments/${String(id)}`,
    write: 'post-and-patch',
    shape: { ...attachmentCreate.shape, ...attachmentUpdate.shape },
  },
  {
    name: 'tools',
    noun: 'tool',
    listPath: '/tools',
    listedBy: 'servers',
    identity: ['server', 'name'],
    references: [{ as: 'server', field: 'serverId', to: 'servers' }],
    secrets: [],
    fields: fieldsOf(toolPolicyWrite.shape),
    fixed: [],
    itemPath: ({ serverId, name }) =>
      `/servers/${String(serverId)}/tools/${encodeURIComponent(String(name))}`,
    write: 'put',
    shape: { name: toolName, ...toolPolicyWrite.shape },
  },
]

/** What discovery found and what a registration brought is the authorization server's, not the admin's. */
function ownPartOfGateway(view: Item): Item {
  const pinned = new Set(view['manualOverrides'] as string[])
  const endpoints = Object.entries((view['endpoints'] ?? {}) as Item).filter(([name]) => pinned.has(name))
  const { manualOverrides: _, ...rest } = view
  const own = { ...rest, endpoints: endpoints.length > 0 ? Object.fromEntries(endpoints) : undefined }
  if (view['resolvedRegistration'] !== 'dcr' && view['resolvedRegistration'] !== 'cimd') return own
  return { ...own, clientId: undefined, clientSecretSet: false, tokenEndpointAuthMethod: undefined }
}

export function kindOf(name: KindName): Kind {
  const kind = KINDS.find((one) => one.name === name)
  if (!kind) throw new Error(`no kind ${name}`)
  return kind
}
