import { settingsOf, type Env } from '../../environment.ts'
import { isPublicHost } from '../../net/target-policy.ts'
import { invalidField } from '../admin-problem.ts'

/** A host name of one attachment alone (product.md §4). Throws AdminProblem `validation`. */
export function checkCustomHost(env: Env, customHost: string): void {
  const { publicOrigin, allowPrivateTargets } = settingsOf(env)
  const main = new URL(publicOrigin)
  const url = new URL(`${main.protocol}//${customHost}`)
  if (url.host !== customHost) throw invalidField('customHost', `write it as ${url.host}`)
  if (url.host === main.host) throw invalidField('customHost', "this is the deployment's main host")
  if (allowPrivateTargets) return
  if (url.port !== '') throw invalidField('customHost', 'must have no port')
  const isName = !/^[\d.]+$/.test(url.hostname) && isPublicHost(url.hostname)
  if (!isName) throw invalidField('customHost', 'must be a public host name such as mcp.example.com')
}
