// Keeps an API key for a deployment, after the deployment has said whose it is.
import { parseArgs } from 'node:util'
import type { Session } from '../../schema/api/session.ts'
import { AdminApi } from '../admin-api.ts'
import { ADMIN_PATH, originOf } from '../connect.ts'
import { credentialsFile, readCredentials, writeCredentials } from '../credentials.ts'
import { readSecret } from '../read-secret.ts'
import { UsageError } from '../usage-error.ts'

export async function login(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
  const [url] = positionals
  if (url === undefined) throw new UsageError('which deployment? limen login https://limen.example.com')
  const origin = originOf(url)
  const apiKey = await readSecret(`API key for ${origin}: `)
  if (apiKey === '') throw new UsageError('no key came. Make one in the dashboard under API keys.')
  const { name, permissions } = await new AdminApi(`${origin}${ADMIN_PATH}`, apiKey).get<Session>('/session')
  const kept = readCredentials()
  writeCredentials({ current: origin, apiKeys: { ...kept.apiKeys, [origin]: apiKey } })
  console.log(`${origin}: ${name}, ${permissions.length} permissions. Kept in ${credentialsFile()}.`)
  return 0
}

export async function logout(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
  const kept = readCredentials()
  const origin = positionals[0] === undefined ? kept.current : originOf(positionals[0])
  if (origin === null || !(origin in kept.apiKeys)) {
    console.log('There is nothing to forget.')
    return 0
  }
  const { [origin]: _forgotten, ...apiKeys } = kept.apiKeys
  writeCredentials({ current: kept.current === origin ? null : kept.current, apiKeys })
  console.log(`${origin} is forgotten here. The key itself lives until it is revoked in the dashboard.`)
  return 0
}
