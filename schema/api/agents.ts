// Agents and which servers they may use, on the admin wire (product.md §6).
import { z } from 'zod'
import {
  cursor,
  displayName,
  effectiveWithinSeconds,
  nextCursor,
  pageLimit,
  timestamp,
  version,
} from './common.ts'
import { strictObject } from './strict-object.ts'

const isDistinct = (list: readonly string[]): boolean => new Set(list).size === list.length

const clientIds = z
  .array(z.string().regex(/^[\x21-\x7E]{1,2048}$/, 'a client id has visible ASCII characters without spaces'))
  .max(200, 'at most 200 client ids')
  .refine(isDistinct, 'a client id stands twice')
  .meta({
    description: 'Registered client ids, or URLs of client metadata documents, byte for byte',
    example: ['https://agent.example.com/oauth/client.json'],
  })

const clientUrlPrefixes = z
  .array(
    z
      .string()
      .max(2_048)
      .refine(
        isClientUrlPrefix,
        'must be the beginning of a client metadata URL: https, a host and a path that ends with "/", for example https://agent.example.com/oauth/',
      ),
  )
  .max(50, 'at most 50 prefixes')
  .refine(isDistinct, 'a prefix stands twice')
  .meta({ description: 'Every client metadata document below one of these is this agent' })

const keywords = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .min(3, 'at least 3 characters; a shorter one would match by accident')
      .max(100, 'at most 100 characters'),
  )
  .max(50, 'at most 50 keywords')
  .refine(isDistinct, 'a keyword stands twice')
  .meta({
    description:
      'Parts of the User-Agent, or of the name that a client registers under. Anybody can say these: such an agent is `claimed`',
    example: ['acme-agent'],
  })

const patterns = { clientIds, clientUrlPrefixes, keywords }

export const agentCreate = strictObject({
  name: displayName,
  clientIds: clientIds.default([]),
  clientUrlPrefixes: clientUrlPrefixes.default([]),
  keywords: keywords.default([]),
}).meta({
  id: 'AgentCreate',
  example: { name: 'Acme agent', clientIds: ['https://agent.example.com/oauth/client.json'] },
})

export const agentUpdate = strictObject({ name: displayName, ...patterns })
  .partial()
  .meta({
    id: 'AgentUpdate',
    description: 'The lists of a predefined agent are what this deployment adds; its name stays',
    example: { keywords: ['acme-agent', 'acme-cli'] },
  })

const shownPatterns = {
  clientIds: z.array(z.string()),
  clientUrlPrefixes: z.array(z.string()),
  keywords: z.array(z.string()),
}

const agentExample = {
  id: 'agt_AAECAwQFBgcICQoLDA0ODw',
  kind: 'custom',
  name: 'Acme agent',
  clientIds: ['https://agent.example.com/oauth/client.json'],
  clientUrlPrefixes: [],
  keywords: [],
  builtIn: null,
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
}

export const agent = z
  .object({
    id: z.string().meta({ example: 'agt_claude' }),
    kind: z.enum(['predefined', 'custom']),
    name: z.string(),
    ...shownPatterns,
    builtIn: z
      .object(shownPatterns)
      .nullable()
      .meta({ description: 'What Limen knows of a predefined agent, beside what was added' }),
    version,
    createdAt: timestamp.nullable(),
    updatedAt: timestamp.nullable(),
  })
  .meta({ id: 'Agent', example: agentExample })

export const agentQuery = strictObject({ cursor: cursor.optional(), limit: pageLimit })

export const agentList = z
  .object({
    agents: z.array(agent).meta({ description: 'The first page begins with the predefined ones' }),
    cursor: nextCursor,
  })
  .meta({ id: 'AgentList', example: { agents: [agentExample], cursor: null } })

const targetAgentsExample = {
  ruleId: 'acc_AAECAwQFBgcICQoLDA0ODw',
  otherAgents: true,
  unrecognised: false,
  agents: [{ id: 'agt_claude', name: 'Claude', allowed: true, isSet: true }],
  version: 1,
}

/** Which agents one server, or every server of one Gateway, admits. */
export const targetAgents = z
  .object({
    ruleId: z.string().nullable().meta({ description: 'What a refusal names; null before the first change' }),
    otherAgents: z.boolean().meta({ description: 'Agents about which nothing is said, new ones too' }),
    unrecognised: z.boolean().meta({ description: 'Clients that are no known agent' }),
    agents: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        allowed: z.boolean(),
        isSet: z.boolean().meta({ description: 'False: `otherAgents` holds' }),
      }),
    ),
    /** Shared with the access lists of the same server or Gateway. */
    version: z.int().min(0),
  })
  .meta({ id: 'TargetAgents', example: targetAgentsExample })

export const targetAgentsUpdate = strictObject({
  otherAgents: z.boolean(),
  unrecognised: z.boolean(),
  agents: z.record(z.string().min(1).max(200), z.boolean().nullable()).meta({
    description:
      'Agent id → allowed or not; null: as `otherAgents`. Agents that are left out stay as they are',
  }),
})
  .partial()
  .meta({
    id: 'TargetAgentsUpdate',
    example: { unrecognised: false, agents: { agt_claude: true, agt_cursor: false } },
  })

export const targetAgentsChanged = targetAgents
  .extend({ effectiveWithinSeconds })
  .meta({ id: 'TargetAgentsChanged', example: { ...targetAgentsExample, effectiveWithinSeconds: 10 } })

/** The other view of the same mapping. */
export const agentServers = z
  .object({
    servers: z.array(
      z.object({
        serverId: z.string(),
        slug: z.string(),
        name: z.string(),
        allowed: z.boolean().meta({ description: 'By this server and by its Gateway' }),
        ofServer: z.boolean(),
        isSet: z.boolean().meta({ description: 'At the server; false: its `otherAgents` holds' }),
        gatewayId: z.string().nullable(),
        ofGateway: z.boolean().nullable().meta({ description: 'Null without a Gateway' }),
      }),
    ),
    cursor: nextCursor,
  })
  .meta({
    id: 'AgentServers',
    example: {
      servers: [
        {
          serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
          slug: 'support-assistant',
          name: 'Support Assistant',
          allowed: true,
          ofServer: true,
          isSet: false,
          gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
          ofGateway: true,
        },
      ],
      cursor: null,
    },
  })

export const agentSwitch = strictObject({
  allowed: z.boolean().nullable().meta({ description: 'Null: as `otherAgents` of the server or Gateway' }),
}).meta({ id: 'AgentSwitch', example: { allowed: false } })

function isClientUrlPrefix(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { href, protocol, pathname, username, password, search, hash } = new URL(text)
  const isPlain = username === '' && password === '' && search === '' && hash === ''
  return href === text && protocol === 'https:' && isPlain && pathname.endsWith('/')
}

export type Agent = z.infer<typeof agent>
export type AgentCreate = z.infer<typeof agentCreate>
export type AgentUpdate = z.infer<typeof agentUpdate>
export type TargetAgents = z.infer<typeof targetAgents>
