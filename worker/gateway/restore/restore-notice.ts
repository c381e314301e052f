// The last order to restore, in KV besides D1: an object that has just awoken and finds D1 away must not take an older
// storage of its own for the present one.

/** A storage older than this cannot be put back any more. */
const KEPT_SECONDS = 31 * 24 * 3_600
const PATIENCE_MS = 1_000

export async function noteRestore(kv: KVNamespace, gatewayId: string, restoreId: string): Promise<void> {
  await kv.put(keyOf(gatewayId), restoreId, { expirationTtl: KEPT_SECONDS })
}

/** Null: there is none. Rejects where KV cannot say it in time. */
export async function findNotedRestore(kv: KVNamespace, gatewayId: string): Promise<string | null> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('KV is slow')), PATIENCE_MS)
  const noted = kv.get(keyOf(gatewayId))
  // Once nobody waits for it any more, its failure is nobody's.
  noted.catch(() => undefined)
  return Promise.race([noted, late.promise]).finally(() => clearTimeout(timer))
}

function keyOf(gatewayId: string): string {
  return `restore/${gatewayId}`
}
