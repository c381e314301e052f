// Adding a server by its URL: what one look at a runtime found (product.md §3).
import { z } from 'zod'
import { warning } from './common.ts'
import { headerName, runtimeUrl, workerSecret } from './servers.ts'
import { strictObject } from './strict-object.ts'

export const probeDraft = strictObject({
  runtimeUrl,
  workerSecret: workerSecret
    .nullable()
    .default(null)
    .meta({ description: 'Sent with the probe where the runtime knows one. Not kept' }),
  workerSecretHeader: headerName.default('x-gateway-worker-secret'),
}).meta({ id: 'ProbeDraft', example: { runtimeUrl: 'https://runtime.example.com/mcp' } })

export const probeStep = z
  .object({
    step: z.enum(['runtime', 'resource_metadata', 'authorization_server', 'registration']),
    state: z.enum(['ok', 'missing', 'failed']),
    detail: z.string(),
    ms: z.int(),
  })
  .meta({ id: 'ProbeStep' })

export const probeAnswer = z
  .object({
    outcome: z.enum(['none', 'oauth', 'api_key', 'no_mcp', 'unreachable']).meta({
      description:
        '`none`: it answers without credentials; `oauth`: it says where to sign in; `api_key`: it asks for a credential and does not say which',
    }),
    authModes: z.array(z.enum(['oauth', 'passthrough', 'api_key', 'none'])).meta({
      description: 'What can be chosen, the suggestion first; empty where nothing can be saved yet',
    }),
    runtime: z
      .object({
        era: z.enum(['modern', 'legacy']),
        protocolVersions: z.array(z.string()),
        serverName: z.string().nullable(),
      })
      .nullable(),
    oauth: z
      .object({
        resourceMetadataUrl: z.string().nullable(),
        resource: z.string().nullable(),
        authorizationServers: z.array(z.string()),
        scopes: z.array(z.string()),
        registration: z.enum(['automatic', 'by_hand', 'unknown']).meta({
          description: '`by_hand`: ask for client id and secret before a Gateway is made',
        }),
      })
      .nullable(),
    warnings: z.array(warning),
    steps: z.array(probeStep),
  })
  .meta({
    id: 'ProbeAnswer',
    example: {
      outcome: 'oauth',
      authModes: ['oauth', 'passthrough', 'api_key'],
      runtime: { era: 'legacy', protocolVersions: ['2025-11-25'], serverName: 'Tickets' },
      oauth: {
        resourceMetadataUrl: 'https://runtime.example.com/.well-known/oauth-protected-resource/mcp',
        resource: 'https://runtime.example.com/mcp',
        authorizationServers: ['https://login.example.com'],
        scopes: ['tickets.read'],
        registration: 'automatic',
      },
      warnings: [],
      steps: [{ step: 'runtime', state: 'ok', detail: 'It asks for a token.', ms: 42 }],
    },
  })

export type ProbeAnswer = z.infer<typeof probeAnswer>
export type ProbeDraft = z.infer<typeof probeDraft>
