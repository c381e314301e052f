import { drizzle } from 'drizzle-orm/d1'
import { gateways, servers } from '../../../schema/tables/index.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { isPublicHost } from '../../net/target-policy.ts'
import { invalidField } from '../admin-problem.ts'

/**
 * A host name of one attachment alone (product.md §4), and of nothing that Limen itself calls: a request must not come
 * back to where it started (S10). Throws AdminProblem `validation`.
 */
export async function checkCustomHost(env: Env, customHost: string): Promise<void> {
  const { publicOrigin, allowPrivateTargets } = settingsOf(env)
  const main = new URL(publicOrigin)
  const url = new URL(`${main.protocol}//${customHost}`)
  if (url.host !== customHost) throw invalidField('customHost', `write it as ${url.host}`)
  if (url.host === main.host) throw invalidField('customHost', "this is the deployment's main host")
  if (!allowPrivateTargets) checkPublicName(url)
  await checkNotCalled(env, url.host)
}

function checkPublicName(url: URL): void {
  if (url.port !== '') throw invalidField('customHost', 'must have no port')
  const isName = !/^[\d.]+$/.test(url.hostname) && isPublicHost(url.hostname)
  if (!isName) throw invalidField('customHost', 'must be a public host name such as mcp.example.com')
}

async function checkNotCalled(env: Env, host: string): Promise<void> {
  const database = drizzle(env.DB)
  const [runtimes, authorizationServers] = await database.batch([
    database.select({ name: servers.name, url: servers.runtimeUrl }).from(servers),
    database.select({ name: gateways.name, url: gateways.authorizationServerUrl }).from(gateways),
  ])
  const caller = [...runtimes, ...authorizationServers].find(({ url }) => new URL(url).host === host)
  if (caller) throw invalidField('customHost', `"${caller.name}" is reached at this host`)
}
