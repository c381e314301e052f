// MCP clients that an admin registered by hand (RFC 7591 §2 field names). Dynamic registrations live in KV.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const clients = sqliteTable(
  'clients',
  {
    /** The `client_id` on the wire. */
    id: text('id').primaryKey(),
    gatewayId: text('gateway_id').notNull(),
    name: text('name').notNull(),
    redirectUris: text('redirect_uris', { mode: 'json' }).$type<string[]>().notNull(),
    tokenEndpointAuthMethod: text('token_endpoint_auth_method', {
      enum: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    }).notNull(),
    /** Hex SHA-256 of the secret, the form the OAuth library compares with. */
    secretHash: text('secret_hash'),
    jwksUri: text('jwks_uri'),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('clients_by_gateway').on(table.gatewayId)],
)

export type ClientRow = typeof clients.$inferSelect
