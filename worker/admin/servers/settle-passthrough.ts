// What a server in mode `passthrough` needs before it can be saved (M13): where its clients sign in.
import type { Passthrough, ServerRow } from '../../../schema/tables/servers.ts'
import type { Env } from '../../environment.ts'
import { readResourceMetadata } from '../../runtime/resource-metadata.ts'
import { invalidField } from '../admin-problem.ts'
import { checkConfiguredTarget } from '../check-target.ts'
import { probeOptions } from './probe-options.ts'

/** Authorization servers that were not entered are those that the runtime names. Throws AdminProblem `validation`. */
export async function settlePassthrough(env: Env, row: ServerRow): Promise<Passthrough | null> {
  const { passthrough } = row
  if (passthrough === null) return null
  for (const [index, url] of passthrough.authorizationServers.entries()) {
    await checkConfiguredTarget(env, `passthrough.authorizationServers.${index}`, url)
  }
  if (passthrough.verification) {
    await checkConfiguredTarget(env, 'passthrough.verification.jwksUri', passthrough.verification.jwksUri)
  }
  if (passthrough.authorizationServers.length > 0) return passthrough
  const found = await readResourceMetadata(row.runtimeUrl, null, await probeOptions(env))
  if (!found || found.authorizationServers.length === 0) {
    throw invalidField(
      'passthrough.authorizationServers',
      'the runtime does not say where its users sign in; enter the issuer of its authorization server',
    )
  }
  return {
    ...passthrough,
    authorizationServers: [...found.authorizationServers],
    scopes: passthrough.scopes.length > 0 ? passthrough.scopes : [...found.scopes],
  }
}
