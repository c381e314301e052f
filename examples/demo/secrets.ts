// Development secrets: made on the first start, kept in the git-ignored state folder, the same ever after.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

export interface DevelopmentSecrets {
  /** The bootstrap secret: it ends when there is an Owner. */
  adminSecret: string
  /** API key with every permission, made on the first start. */
  adminKey?: string
  /** `k1:<32 bytes, base64url>` */
  masterKeys: string
  /** One shared secret for each runtime. */
  workerSecrets: { fastmcp: string; sdk: string; legacy: string }
  /** Secret of Limen as client of the demo's authorization server. */
  clientSecret: string
  /** Secret of the demo's API for introspection. */
  apiClientSecret: string
}

export function saveAdminKey(file: string, adminKey: string): void {
  writeFileSync(file, `${JSON.stringify({ ...loadOrCreateSecrets(file), adminKey }, null, 2)}\n`, {
    mode: 0o600,
  })
}

export function loadOrCreateSecrets(file: string): DevelopmentSecrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DevelopmentSecrets
  const random = () => randomBytes(32).toString('base64url')
  const secrets: DevelopmentSecrets = {
    adminSecret: random(),
    masterKeys: `k1:${random()}`,
    workerSecrets: { fastmcp: random(), sdk: random(), legacy: random() },
    clientSecret: random(),
    apiClientSecret: random(),
  }
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  return secrets
}
