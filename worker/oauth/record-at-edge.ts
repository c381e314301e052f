// Steps that the edge answers by itself, without waking the object: durable before they are answered all the same (P5).
import { waitUntil } from 'cloudflare:workers'
import type { AttachedSnapshot } from '../edge/snapshot.ts'
import type { Env } from '../environment.ts'
import { recordStep, type Step, type StepFacts } from '../gateway/authorization/record-step.ts'
import { RateLimit } from '../http/rate-limit.ts'
import { recordDurably } from '../logs/record.ts'
import type { OAuthCaller } from './oauth-call.ts'

/** For each address, minute and isolate: a flood writes no more to the log (P9). */
const LOGGED_PER_MINUTE = 60

const logged = new RateLimit(LOGGED_PER_MINUTE)

/** Rejects where neither Queue nor D1 takes the event: then nothing may be answered but that it cannot be served now. */
export async function recordAtEdge(
  env: Env,
  snapshot: AttachedSnapshot,
  caller: OAuthCaller,
  step: Step,
  facts: StepFacts,
): Promise<void> {
  if (logged.decide(caller.address, Date.now()) === 'refused') return
  let stored: Promise<void> | undefined
  const record = (entry: Parameters<typeof recordDurably>[2]) => {
    stored = recordDurably(env, { waitUntil }, entry)
  }
  recordStep({ record }, caller, snapshot, step, facts)
  await stored
}
