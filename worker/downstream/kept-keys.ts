// The last good keys of each `jwks_uri` in KV, for an isolate that starts while their server is away (architecture.md
// §3.5). A KV that does not answer costs nobody a sign-in.
import { sha256Base64url } from '../crypto/digest.ts'

/** Stale after that, whoever kept them. */
export const STALE_MS_MAX = 24 * 3_600_000

export async function keepKeys(kv: KVNamespace | undefined, jwksUri: string, copy: object): Promise<void> {
  try {
    await kv?.put(await keyOf(jwksUri), JSON.stringify(copy), { expirationTtl: STALE_MS_MAX / 1_000 })
  } catch (cause) {
    report('a copy of signing keys was not kept', cause)
  }
}

/** Whatever stands there; the caller checks it. */
export async function findKeptKeys(kv: KVNamespace | undefined, jwksUri: string): Promise<unknown> {
  try {
    return await kv?.get(await keyOf(jwksUri), 'json')
  } catch (cause) {
    report('a copy of signing keys was not read', cause)
    return null
  }
}

async function keyOf(jwksUri: string): Promise<string> {
  return `jwks/${await sha256Base64url(jwksUri)}`
}

function report(message: string, cause: unknown): void {
  console.error(JSON.stringify({ level: 'error', message, cause: String(cause) }))
}
