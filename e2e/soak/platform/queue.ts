// The Queue: takes messages from workerd's binding and delivers them to the consumer until it has said yes, at least
// once. It outlives Limen's process, as the real one does.
import { randomUUID } from 'node:crypto'
import type { Faults } from '../faults.ts'
import { cut, json, pause, serve, type Served } from './serve.ts'

interface Message {
  id: string
  timestamp: number
  body: string
  attempts: number
  dueAt: number
}

/** What workerd says about one batch. */
interface Verdict {
  outcome: string
  ackAll: boolean
  retryBatch: { retry: boolean; delaySeconds?: number }
  explicitAcks: string[]
  retryMessages: { msgId: string; delaySeconds?: number }[]
}

export interface Queue extends Served {
  readonly waiting: number
  /** Messages that were put off are due now. */
  hurry(): void
}

const NAME = 'limen-logs'
/** As in wrangler.toml. */
const BATCH_MAX = 100
const METRICS = { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: 0 }

export interface QueueOptions {
  faults: Faults
  /** Where the consumer is reached (pump.js). */
  pumpUrl: string
  onMoment(moment: 'events arrived at the Queue'): void
}

export async function startQueue({ faults, pumpUrl, onMoment }: QueueOptions): Promise<Queue> {
  let waiting: Message[] = []
  let underWay = 0
  const closed = new AbortController()

  const served = await serve(async (_request, response, body) => {
    const fault = faults.draw('queue')
    if (fault === 'refused') return void response.writeHead(429).end('Queue is overloaded. Please back off.')
    const { messages } = JSON.parse(body.toString()) as { messages: { body: string }[] }
    const now = Date.now()
    for (const message of messages)
      waiting.push({
        id: randomUUID(),
        timestamp: now,
        body: Buffer.from(message.body, 'base64').toString(),
        attempts: 1,
        dueAt: now,
      })
    onMoment('events arrived at the Queue')
    if (fault === 'cut after') return cut(response)
    return json(response, 200, { metadata: { metrics: METRICS } })
  })

  async function deliver(): Promise<void> {
    const now = Date.now()
    const batch = waiting.filter(({ dueAt }) => dueAt <= now).slice(0, BATCH_MAX)
    if (batch.length === 0) return
    waiting = waiting.filter((message) => !batch.includes(message))
    underWay = batch.length
    const fault = faults.draw('delivery')
    if (fault === 'late') await pause(faults.random.between(500, 3_000))
    const verdict = await send(pumpUrl, batch)
    if (fault === 'twice' && verdict) await send(pumpUrl, batch)
    waiting.push(...again(batch, verdict))
    underWay = 0
  }

  async function run(): Promise<void> {
    while (!closed.signal.aborted) {
      await deliver()
      await pause(200)
    }
  }
  void run()

  return {
    ...served,
    get waiting() {
      return waiting.length + underWay
    },
    hurry() {
      for (const message of waiting) message.dueAt = 0
    },
    close() {
      closed.abort()
      served.close()
    },
  }
}

/** Undefined where nobody answers. */
async function send(url: string, messages: Message[]): Promise<Verdict | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify({ kind: 'queue', queue: NAME, messages }),
      signal: AbortSignal.timeout(30_000),
    })
    return response.ok ? ((await response.json()) as Verdict) : undefined
  } catch {
    return undefined
  }
}

/** Those that come again, each after the delay that its consumer asked for. */
function again(batch: Message[], verdict: Verdict | undefined): Message[] {
  const now = Date.now()
  if (verdict?.outcome !== 'ok') return batch.map((message) => ({ ...message, dueAt: now + 1_000 }))
  const delays = new Map(verdict.retryMessages.map(({ msgId, delaySeconds }) => [msgId, delaySeconds ?? 0]))
  return batch
    .filter(({ id }) => verdict.retryBatch.retry || delays.has(id))
    .map((message) => ({
      ...message,
      attempts: message.attempts + 1,
      dueAt: now + (delays.get(message.id) ?? verdict.retryBatch.delaySeconds ?? 0) * 1_000,
    }))
}
