// Log events that the file before sent are still under way in the Queue when the next one begins on empty stores.
import { vi } from 'vitest'
import type { Env } from '../environment.ts'

const WAIT_MS_MAX = 10_000

/** Sends one event behind them, and waits until it has come through. */
export async function emptyQueue({ LOG_QUEUE, DB }: Pick<Env, 'LOG_QUEUE' | 'DB'>): Promise<void> {
  const isolate = crypto.randomUUID()
  const last = { isolate, sequence: 0, at: Date.now(), kind: 'call', requestId: isolate, outcome: 'ok' }
  await LOG_QUEUE.send(JSON.stringify([last]), { contentType: 'text' })
  const arrived = DB.prepare('SELECT 1 FROM log_events WHERE isolate = ?').bind(isolate)
  await vi.waitFor(
    async () => {
      if ((await arrived.first()) === null) throw new Error('the Queue is not empty yet')
    },
    { timeout: WAIT_MS_MAX, interval: 20 },
  )
  await DB.prepare('DELETE FROM log_events').run()
}
