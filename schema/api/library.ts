// The library on the admin wire: servers that can be installed, recipes, and what an install still needs
// (product.md §6).
import { z } from 'zod'
import { attachmentCreate } from './attachments.ts'
import { cursor, description, displayName, nextCursor, pageLimit, scopeList } from './common.ts'
import { gatewayProvider, identitySettings } from './gateways.ts'
import { server, serverExample } from './servers.ts'
import { slug } from './slug.ts'
import { strictObject } from './strict-object.ts'

export const libraryAuthMode = z.enum(['oauth', 'api_key', 'none'])

export const apiKeyPlacement = z.object({
  placement: z.enum(['bearer', 'header', 'query']),
  name: z.string().nullable().meta({ description: 'Of the header or query parameter; null for `bearer`' }),
  prefix: z.string().meta({ description: 'Stands before the key; usually empty' }),
})

/** One entry as the catalogue keeps it. */
export const catalogueEntry = z.object({
  id: z.string().meta({ example: 'lib_linear' }),
  name: z.string(),
  publisher: z.string(),
  url: z.string().meta({ description: 'The MCP endpoint of the publisher' }),
  transport: z.literal('streamable-http'),
  authMode: libraryAuthMode,
  apiKey: apiKeyPlacement.nullable().meta({ description: 'Where the key goes; with `api_key` only' }),
  clientRegistration: z.enum(['automatic', 'by_hand']).nullable().meta({
    description:
      'With `oauth` only. `automatic`: Limen registers itself; `by_hand`: enter a client id from the publisher',
  }),
  documentationUrl: z.string(),
  checkedAgainst: z
    .string()
    .meta({ description: 'The public text that URL and auth mode were checked against' }),
  iconLetter: z.string().length(1),
  description: z.string(),
  tags: z.array(z.string()),
  note: z.string().nullable().meta({ description: 'What to know before setting it up' }),
})

export const libraryEntry = catalogueEntry
  .extend({
    installed: z
      .array(z.object({ id: z.string(), slug: z.string(), name: z.string() }))
      .meta({ description: 'Servers that lead to the same endpoint' }),
    requested: z.boolean().meta({ description: 'Whether a request for it is open' }),
    requestedByMe: z.boolean(),
    action: z.enum(['install', 'set_up', 'request', 'none']).meta({
      description:
        'What the caller may do: `install` needs nothing more, `set_up` needs a Gateway or a key, `request` asks an admin',
    }),
  })
  .meta({
    id: 'LibraryEntry',
    example: {
      id: 'lib_linear',
      name: 'Linear',
      publisher: 'Linear',
      url: 'https://mcp.linear.app/mcp',
      transport: 'streamable-http',
      authMode: 'oauth',
      apiKey: null,
      clientRegistration: 'automatic',
      documentationUrl: 'https://linear.app/docs/mcp',
      checkedAgainst: 'https://linear.app/docs/mcp',
      iconLetter: 'L',
      description: 'Issues, projects and comments of a workspace.',
      tags: ['issues', 'planning'],
      note: null,
      installed: [],
      requested: false,
      requestedByMe: false,
      action: 'set_up',
    },
  })

export const libraryQuery = strictObject({
  q: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Words that all stand in name, publisher, description, tags or host' }),
  authMode: libraryAuthMode.optional(),
  tag: z.string().min(1).max(50).optional(),
  status: z.enum(['installed', 'available']).optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
})

export const libraryList = z
  .object({
    entries: z.array(libraryEntry),
    total: z.int().meta({ description: 'Entries that match, on all pages' }),
    tags: z
      .array(z.object({ tag: z.string(), count: z.int() }))
      .meta({ description: 'Tags of the whole library, the most used first' }),
    cursor: nextCursor,
  })
  .meta({
    id: 'LibraryList',
    example: {
      entries: [
        {
          id: 'lib_linear',
          name: 'Linear',
          publisher: 'Linear',
          url: 'https://mcp.linear.app/mcp',
          transport: 'streamable-http',
          authMode: 'oauth',
          apiKey: null,
          clientRegistration: 'automatic',
          documentationUrl: 'https://linear.app/docs/mcp',
          checkedAgainst: 'https://linear.app/docs/mcp',
          iconLetter: 'L',
          description: 'Issues, projects and comments of a workspace.',
          tags: ['issues'],
          note: null,
          installed: [],
          requested: false,
          requestedByMe: false,
          action: 'set_up',
        },
      ],
      total: 1,
      tags: [{ tag: 'issues', count: 1 }],
      cursor: null,
    },
  })

export const recipeView = z
  .object({
    provider: gatewayProvider,
    name: z.string(),
    issuerForm: z.string().meta({ example: 'https://<tenant>.auth0.com/' }),
    target: z.enum(['resource', 'audience', 'neither', 'as_set']).meta({
      description: 'Which parameter names the API; `as_set`: whichever is filled in',
    }),
    needs: z.array(z.object({ field: z.string(), why: z.string() })).meta({
      description: 'Fields of `GatewayCreate` to fill in for this provider',
    }),
    emailTrusted: z
      .boolean()
      .meta({ description: 'Whether an e-mail from this provider can count as verified' }),
    identity: identitySettings.meta({ description: 'How users are known where nothing else is entered' }),
    note: z.string().nullable(),
  })
  .meta({ id: 'Recipe' })

export const recipeList = z.object({ recipes: z.array(recipeView) }).meta({
  id: 'RecipeList',
  example: {
    recipes: [
      {
        provider: 'auth0',
        name: 'Auth0',
        issuerForm: 'https://<tenant>.auth0.com/',
        target: 'audience',
        needs: [{ field: 'audience', why: 'Auth0 issues tokens for an API by its audience' }],
        emailTrusted: true,
        identity: {
          source: 'id_token',
          claims: {
            subject: 'sub',
            email: 'email',
            emailVerified: 'email_verified',
            organization: 'org_id',
            displayName: 'name',
          },
          emailTrust: 'claim',
        },
        note: null,
      },
    ],
  },
})

export const libraryInstall = strictObject({
  slug: slug
    .optional()
    .meta({ description: 'Chosen from the name, with a number where it is taken, when left out' }),
  name: displayName.optional(),
  description: description.optional(),
  enabled: z.boolean().default(true),
  lookUp: z.boolean().default(true).meta({
    description:
      'Where a Gateway is needed: ask the publisher where its users sign in, to fill in its form. False answers at once',
  }),
  gatewayId: z.string().min(1).max(200).optional().meta({
    description: 'With `oauth`: the Gateway to attach; needs the permission gateways.attach too',
  }),
  scopes: attachmentCreate.shape.scopes,
  keyOwner: z.enum(['shared', 'per_user']).optional().meta({
    description: 'With `api_key`: one key for everybody, or one for each user (My connections)',
  }),
  apiKey: z
    .string()
    .min(1)
    .max(4_096)
    .regex(/^[\x21-\x7E]+$/, 'only visible ASCII characters without spaces')
    .optional()
    .meta({ description: 'With `api_key` and `shared`: the key. Write-only' }),
}).meta({ id: 'LibraryInstall', example: { slug: 'linear' } })

export const setupNeed = z.object({
  kind: z.enum(['gateway', 'gateways_attach', 'api_key', 'key_owner']),
  field: z.string().meta({ description: 'The field of the request that answers it' }),
  message: z.string(),
})

export const serverDraft = z
  .object({
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    runtimeUrl: z.string(),
    authMode: libraryAuthMode,
    accessTokenHeader: z.string().nullable(),
    apiKey: apiKeyPlacement.nullable(),
  })
  .meta({ id: 'ServerDraft', description: 'What the form of a new server is filled with' })

export const gatewayDraft = z
  .object({
    name: z.string(),
    provider: gatewayProvider,
    authorizationServerUrl: z.string(),
    registration: z.enum(['auto', 'preregistered']),
    resource: z.string(),
    scopes: scopeList,
  })
  .meta({ id: 'GatewayDraft', description: 'What the form of a new Gateway is filled with' })

export const librarySetupExample = {
  state: 'needs_setup',
  entryId: 'lib_linear',
  needs: [
    { kind: 'gateway', field: 'gatewayId', message: 'Make a Gateway for its sign-in, and name it here.' },
  ],
  serverDraft: {
    slug: 'linear',
    name: 'Linear',
    description: 'Issues, projects and comments of a workspace.',
    runtimeUrl: 'https://mcp.linear.app/mcp',
    authMode: 'oauth',
    accessTokenHeader: 'authorization',
    apiKey: null,
  },
  gatewayDraft: {
    name: 'Linear',
    provider: 'manual',
    authorizationServerUrl: 'https://mcp.linear.app',
    registration: 'auto',
    resource: 'https://mcp.linear.app/mcp',
    scopes: ['read', 'write'],
  },
  gateways: [],
}

export const librarySetup = z
  .object({
    state: z.literal('needs_setup'),
    entryId: z.string(),
    needs: z.array(setupNeed),
    serverDraft,
    gatewayDraft: gatewayDraft.nullable(),
    gateways: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .meta({ description: 'Gateways whose tokens are for this server already' }),
  })
  .meta({ id: 'LibrarySetup', example: librarySetupExample })

export const libraryInstalledExample = { state: 'installed', entryId: 'lib_weather', server: serverExample }

export const libraryInstalled = z
  .object({ state: z.literal('installed'), entryId: z.string(), server })
  .meta({ id: 'LibraryInstalled', example: libraryInstalledExample })

export type CatalogueEntry = z.infer<typeof catalogueEntry>
export type LibraryEntry = z.infer<typeof libraryEntry>
export type LibraryQuery = z.infer<typeof libraryQuery>
export type LibraryInstall = z.infer<typeof libraryInstall>
export type LibrarySetup = z.infer<typeof librarySetup>
export type RecipeView = z.infer<typeof recipeView>
export type ServerDraft = z.infer<typeof serverDraft>
export type GatewayDraft = z.infer<typeof gatewayDraft>
export type ApiKeyPlacement = z.infer<typeof apiKeyPlacement>
