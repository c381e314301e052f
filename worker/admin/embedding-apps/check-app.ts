// What must hold of an embedding app before it is saved (product.md §5).
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { EmbeddingAppRow } from '../../../schema/tables/embedding-apps.ts'
import { gateways, type GatewayRow } from '../../../schema/tables/gateways.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem, invalidField } from '../admin-problem.ts'
import { checkConfiguredTarget } from '../check-target.ts'

type CheckedFields = Pick<EmbeddingAppRow, 'downstreamClientId' | 'tokenEndpointAuthMethod' | 'jwksUri'>

/** Throws AdminProblem beside the field. */
export async function checkEmbeddingApp(env: Env, app: CheckedFields): Promise<void> {
  const [own] = await drizzle(env.DB)
    .select({ name: gateways.name })
    .from(gateways)
    .where(eq(gateways.clientId, app.downstreamClientId))
  if (own) {
    throw invalidField(
      'downstreamClientId',
      `is the client id of Limen itself at the Gateway "${own.name}"; enter the one that the app has registered for itself`,
    )
  }
  const isKeyed = app.tokenEndpointAuthMethod === 'private_key_jwt'
  if (isKeyed && app.jwksUri === null) throw invalidField('jwksUri', 'is required for private_key_jwt')
  if (!isKeyed && app.jwksUri !== null) throw invalidField('jwksUri', 'is for private_key_jwt only')
  if (app.jwksUri !== null) await checkConfiguredTarget(env, 'jwksUri', app.jwksUri)
}

/** A Gateway at which no subject token could ever be verified. Throws AdminProblem `conflict`. */
export function checkCanVerify(gateway: GatewayRow): void {
  if (gateway.resource === null && gateway.audience === null) {
    throw new AdminProblem(
      'conflict',
      'The Gateway names neither resource nor audience, so nobody can say which tokens are for its API. Set one of them first.',
    )
  }
  if (gateway.endpoints !== null && gateway.endpoints.jwks_uri === undefined) {
    throw new AdminProblem(
      'conflict',
      'The Gateway pins no jwks_uri, so no token can be verified. Discover or enter it first.',
    )
  }
}
