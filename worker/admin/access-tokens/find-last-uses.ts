// When tokens were last used: asked of the object of each server they belong to.
import type { AccessTokenRow } from '../../../schema/tables/access-tokens.ts'
import type { Env } from '../../environment.ts'
import { serverObject } from '../../gateway/address.ts'
import type { ServerRpc } from '../../gateway/access-tokens/contract.ts'

/** Those never used, and those of an object that does not answer, are left out. */
export async function findLastUses(
  env: Env,
  rows: readonly AccessTokenRow[],
): Promise<ReadonlyMap<string, number>> {
  const byServer = new Map<string, string[]>()
  for (const { serverId, id } of rows) byServer.set(serverId, [...(byServer.get(serverId) ?? []), id])
  const answers = await Promise.all(
    [...byServer].map(async ([serverId, ids]) => {
      const object: ServerRpc = serverObject(env, serverId)
      return object.lastUses(ids).catch((error: unknown) => {
        console.error(
          JSON.stringify({ level: 'error', message: 'last uses unknown', serverId, error: String(error) }),
        )
        return {}
      })
    }),
  )
  return new Map(answers.flatMap((uses) => Object.entries<number>(uses)))
}
