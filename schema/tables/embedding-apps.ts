// Apps that embed an agent and exchange their users' downstream tokens for MCP tokens (product.md §5, RFC 8693).
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const embeddingApps = sqliteTable(
  'embedding_apps',
  {
    /** The `client_id` under which the app speaks to Limen's token endpoint. */
    id: text('id').primaryKey(),
    gatewayId: text('gateway_id').notNull(),
    name: text('name').notNull(),
    /** The app's own client id at the downstream authorization server: `azp` or `client_id` of its users' tokens. */
    downstreamClientId: text('downstream_client_id').notNull(),
    tokenEndpointAuthMethod: text('token_endpoint_auth_method', {
      enum: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    }).notNull(),
    /** Hex SHA-256. */
    secretHash: text('secret_hash'),
    jwksUri: text('jwks_uri'),
    /** Web origins whose pages may ask for an exchange. */
    allowedOrigins: text('allowed_origins', { mode: 'json' }).$type<string[]>().notNull(),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('embedding_apps_by_gateway').on(table.gatewayId)],
)

export type EmbeddingAppRow = typeof embeddingApps.$inferSelect
