// The object of the Gateway whose connections are asked for.
import { findPlacement } from '../../oauth/find-placement.ts'
import type { Env } from '../../environment.ts'
import { gatewayObject, type GatewayPlacement } from '../../gateway/address.ts'
import type { ConnectionsRpc } from '../../gateway/connections/contract.ts'
import { AdminProblem, notFound } from '../admin-problem.ts'

export async function loadPlacement(env: Pick<Env, 'DB'>, gatewayId: string): Promise<GatewayPlacement> {
  const placement = await findPlacement(env, gatewayId)
  if (!placement) throw notFound('Gateway')
  return placement
}

/** Throws AdminProblem `unavailable` where the object does not answer. */
export async function askConnections<T>(
  env: Pick<Env, 'GATEWAY'>,
  placement: GatewayPlacement,
  ask: (object: ConnectionsRpc) => Promise<T>,
): Promise<T> {
  try {
    return await ask(gatewayObject(env, placement))
  } catch (cause) {
    throw new AdminProblem('unavailable', 'Your connections cannot be read right now. Try again shortly.', {
      cause,
    })
  }
}
