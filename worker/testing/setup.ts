// Files share a Worker, one after another. Every file starts with the product's own parts, on empty stores with a migrated
// database that knows the master keys.
import './direct-fetch.ts'
import { applyD1Migrations, reset, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { checkKeys } from '../edge/check-keys.ts'
import { settingsOf, type Env } from '../environment.ts'
import { recordAnew } from '../logs/record.ts'
import { emptyQueue } from './empty-queue.ts'
import { putBack } from './put-back.ts'

const bindings = env as unknown as Env & { TEST_MIGRATIONS: D1Migration[] }
putBack()
await recordAnew(bindings)
await reset()
await applyD1Migrations(bindings.DB, bindings.TEST_MIGRATIONS)
await emptyQueue(bindings)
// This Worker asked the database of another file, and does not ask again.
await checkKeys(bindings, settingsOf(bindings).masterKeys(), Date.now())
