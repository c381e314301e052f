// Import of the MCP Registry's `server.json` on the admin wire (product.md §6).
import { z } from 'zod'
import { apiKeyPlacement } from './library.ts'
import { strictObject } from './strict-object.ts'

/** The schema that documents are read by. */
export const SERVER_JSON_SCHEMA =
  'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'

export const serverJsonImport = strictObject({
  document: z
    .record(z.string(), z.unknown())
    .meta({ description: 'The server.json, or the answer of a registry that holds one as `server`' }),
  variables: z
    .record(z.string().min(1).max(200), z.string().min(1).max(1_000))
    .default({})
    .meta({ description: 'Values for the {variables} in URLs of remotes' }),
}).meta({
  id: 'ServerJsonImport',
  example: {
    document: {
      $schema: SERVER_JSON_SCHEMA,
      name: 'com.example/tickets',
      description: 'Tickets of the help desk',
      version: '1.2.0',
      remotes: [
        {
          type: 'streamable-http',
          url: 'https://{tenant}.example.com/mcp',
          variables: { tenant: { description: 'Your tenant', isRequired: true } },
        },
      ],
    },
    variables: { tenant: 'acme' },
  },
})

const importNeed = z
  .object({
    kind: z.enum(['variable', 'header', 'api_key', 'auth_mode']),
    field: z.string().meta({ description: 'Where the answer goes: of this request, or of `ServerCreate`' }),
    name: z.string(),
    message: z.string(),
    choices: z.array(z.string()).meta({ description: 'The only values allowed; empty where any is' }),
  })
  .meta({ id: 'ImportNeed' })

export const importedDraft = z
  .object({
    path: z.string().meta({ description: 'The remote in the document', example: 'remotes.0' }),
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    runtimeUrl: z.string().meta({ description: 'With {variables} in it while some are missing' }),
    authMode: z.enum(['api_key']).nullable().meta({
      description: 'Null: the document does not say; probe the URL to find out',
    }),
    apiKey: apiKeyPlacement.nullable(),
    staticHeaders: z.record(z.string(), z.string()),
    staticQuery: z.record(z.string(), z.string()),
    needs: z.array(importNeed),
  })
  .meta({ id: 'ImportedDraft' })

export const serverJsonImported = z
  .object({
    name: z.string(),
    title: z.string().nullable(),
    version: z.string(),
    websiteUrl: z.string().nullable(),
    repositoryUrl: z.string().nullable(),
    drafts: z
      .array(importedDraft)
      .meta({ description: 'One for each remote that can be used, the best one first' }),
    unusable: z
      .array(z.object({ path: z.string(), what: z.string(), reason: z.string() }))
      .meta({ description: 'Remotes and packages that a remote gateway cannot use, and what can be done' }),
    unknownFields: z
      .array(z.string())
      .meta({ description: 'Paths of fields that were not understood and have no effect' }),
    warnings: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({
    id: 'ServerJsonImported',
    example: {
      name: 'com.example/tickets',
      title: 'Tickets',
      version: '1.2.0',
      websiteUrl: null,
      repositoryUrl: null,
      drafts: [
        {
          path: 'remotes.0',
          slug: 'tickets',
          name: 'Tickets',
          description: 'Tickets of the help desk',
          runtimeUrl: 'https://acme.example.com/mcp',
          authMode: null,
          apiKey: null,
          staticHeaders: {},
          staticQuery: {},
          needs: [
            {
              kind: 'auth_mode',
              field: 'authMode',
              name: 'authMode',
              message: 'Probe the URL to find out.',
              choices: [],
            },
          ],
        },
      ],
      unusable: [],
      unknownFields: [],
      warnings: [],
    },
  })

export type ServerJsonImported = z.infer<typeof serverJsonImported>
export type ImportedDraft = z.infer<typeof importedDraft>
export type ImportNeed = z.infer<typeof importNeed>
