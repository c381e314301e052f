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
  /** One shared secret for each runtime that knows Limen. */
  workerSecrets: { fastmcp: string; sdk: string; legacy: string }
  /** The key that the handbook asks for. */
  handbookKey: string
  /** Access token for the handbook, made when the demo is furnished. */
  handbookToken?: string
  /** Secret of Limen as client of the demo's authorization server. */
  clientSecret: string
  /** Secret of the demo's API for introspection. */
  apiClientSecret: string
}

/** Keeps what the admin API answered once. */
export function saveCredential(
  file: string,
  credential: { adminKey: string } | { handbookToken: string },
): void {
  write(file, { ...loadOrCreateSecrets(file), ...credential })
}

/** What an older start did not know yet is added. */
export function loadOrCreateSecrets(file: string): DevelopmentSecrets {
  const stored = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<DevelopmentSecrets>)
    : {}
  const random = () => randomBytes(32).toString('base64url')
  const secrets: DevelopmentSecrets = {
    adminSecret: random(),
    masterKeys: `k1:${random()}`,
    workerSecrets: { fastmcp: random(), sdk: random(), legacy: random() },
    handbookKey: random(),
    clientSecret: random(),
    apiClientSecret: random(),
    ...stored,
  }
  write(file, secrets)
  return secrets
}

function write(file: string, secrets: DevelopmentSecrets): void {
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
}
