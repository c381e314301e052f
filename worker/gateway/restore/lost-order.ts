// An order as the audit remembers it (`write-block.ts`, `grants/revoke.ts`, `connections/end.ts`,
// `tools/service-connection.ts`), to be carried out once more. Pure.
import { z } from 'zod'
import type { AuditEventRow } from '../../../schema/tables/audit-events.ts'
import type { RevocationSelector } from '../contract.ts'
import type { BlockOrder } from '../authorization/block-orders.ts'

export interface AuditedOrder extends Pick<AuditEventRow, 'at' | 'action' | 'actorKind' | 'actorId'> {
  /** JSON: whom it was about. */
  said: string
}

export type LostOrder =
  | (BlockOrder & { kind: 'block'; actor: string })
  | { kind: 'revoke'; selector: RevocationSelector; askedAt: number }

const client = z.object({ clientId: z.string() })
const user = z.object({ userIssuer: z.string(), userSubject: z.string() })
const selector = z.union([
  z.object({ grantId: z.string() }),
  user,
  client,
  z.object({ attachmentId: z.string() }),
  z.object({ issuer: z.string() }),
  z.object({ all: z.literal(true) }),
])

/** Throws for a row that is none of them. */
export function parseLostOrder({ at, action, said, actorKind, actorId }: AuditedOrder): LostOrder {
  const target: unknown = JSON.parse(said)
  if (!/^(?:client|user)\./.test(action))
    return { kind: 'revoke', selector: selector.parse(target), askedAt: at }
  return {
    kind: 'block',
    target: z.union([user, client]).parse(target),
    isBlock: action.endsWith('.blocked'),
    askedAt: at,
    actor: actorId === null ? actorKind : `${actorKind}:${actorId}`,
  }
}
