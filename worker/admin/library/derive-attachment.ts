// The attachment of a server that is installed together with its Gateway. It hands the Gateway's tokens to the
// publisher, so it asks for gateways.attach and for tokens that are meant for the publisher (product.md §2).
import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { CatalogueEntry, LibraryInstall } from '../../../schema/api/library.ts'
import { attachments, gateways, type AttachmentRow, type GatewayRow } from '../../../schema/tables/index.ts'
import { randomId } from '../../crypto/random-id.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem, invalidField } from '../admin-problem.ts'
import { auditChange } from '../audit/audit-change.ts'
import { checkAttachmentScopes } from '../attachments/check-scopes.ts'
import type { Change } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { loadGateway } from '../gateways/load.ts'
import { checkPermission } from '../require-permission.ts'

export interface DerivedAttachment {
  attachment: AttachmentRow
  gateway: GatewayRow
  changes: Change[]
  /** The Gateway is still the one that was checked. */
  guard: SQL
}

/** Undefined where no Gateway was chosen. Throws AdminProblem. */
export async function deriveAttachment(
  env: Env,
  entry: CatalogueEntry,
  input: LibraryInstall,
  { actor, requestId, serverId, at }: { actor: Actor; requestId: string; serverId: string; at: number },
): Promise<DerivedAttachment | undefined> {
  if (input.gatewayId === undefined) return undefined
  checkPermission(actor, 'gateways.attach')
  const gateway = await requireGateway(env, input.gatewayId)
  checkMeantFor(gateway, entry)
  checkAttachmentScopes(input.scopes, gateway)
  const attachment: AttachmentRow = {
    id: randomId('att'),
    gatewayId: gateway.id,
    serverId,
    scopes: input.scopes,
    customHost: null,
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  const isSame = and(eq(gateways.id, gateway.id), eq(gateways.version, gateway.version))
  return {
    attachment,
    gateway,
    changes: [
      { insert: attachments, row: { ...attachment } },
      auditChange({
        actor,
        requestId,
        at,
        action: 'attachment.created',
        resource: { kind: 'attachment', id: attachment.id },
        before: null,
        after: { ...attachment },
      }),
    ],
    guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${isSame})`,
  }
}

async function requireGateway(env: Env, id: string): Promise<GatewayRow> {
  try {
    return await loadGateway(env, id)
  } catch (error) {
    if (error instanceof AdminProblem && error.code === 'not_found')
      throw invalidField('gatewayId', 'there is no such Gateway; choose one of GET /gateways')
    throw error
  }
}

function checkMeantFor(gateway: GatewayRow, entry: CatalogueEntry): void {
  const { resource } = gateway
  if (resource === null || new URL(resource).origin === new URL(entry.url).origin) return
  throw invalidField(
    'gatewayId',
    `tokens of this Gateway are for ${resource} and would be handed to ${new URL(entry.url).origin}; choose a Gateway whose resource is ${entry.url}`,
  )
}
