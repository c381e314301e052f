// Which master keys are there, and which that were used before are not (P6).
import { drizzle } from 'drizzle-orm/d1'
import { keyChecks } from '../../../schema/tables/key-checks.ts'
import { ConfigurationError, type MasterKeys } from '../../crypto/master-keys.ts'
import { answersOf } from '../../edge/check-keys.ts'
import { settingsOf, type Env } from '../../environment.ts'

/** Ids only. Where MASTER_KEYS cannot be read, every key that was used is missing. */
export async function compareMasterKeys(env: Env): Promise<{ present: string[]; missing: string[] }> {
  const keys = readableKeys(env)
  const [known, answers] = await Promise.all([
    drizzle(env.DB).select().from(keyChecks),
    keys ? answersOf(keys) : new Map<string, string>(),
  ])
  const missing = known
    .filter(({ keyId, checkValue }) => answers.get(keyId) !== checkValue)
    .map(({ keyId }) => keyId)
  return { present: [...answers.keys()].filter((id) => !missing.includes(id)), missing }
}

function readableKeys(env: Env): MasterKeys | undefined {
  try {
    return settingsOf(env).masterKeys()
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined
    throw error
  }
}
