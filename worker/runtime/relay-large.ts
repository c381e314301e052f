// Carries a large JSON answer to the client as it comes. Its status is sent already, so one that is cut ends in a broken
// connection, never in what looks like a whole document (P4).
import { GuardedPipe, PipeStopped, type PipeGuards } from './guarded-pipe.ts'
import type { HeldAnswer } from './hold-answer.ts'
import type { AnswerLimits } from './limits.ts'

type LargeAnswer = Extract<HeldAnswer, { kind: 'large' }>

export interface LargeEnd {
  outcome: 'ok' | 'truncated' | 'timeout' | 'too_large' | 'cancelled' | 'ended'
  bytes: number
  /** Why it was ended, for outcome `ended`. */
  reason: string | null
}

/** Starts the relay. `done` never rejects. */
export function relayLarge(
  answer: LargeAnswer,
  limits: AnswerLimits,
  guards: PipeGuards,
): { body: ReadableStream<Uint8Array>; done: Promise<LargeEnd> } {
  const { readable, writable } =
    answer.length === null ? new IdentityTransformStream() : new FixedLengthStream(answer.length)
  const pipe = new GuardedPipe(answer.rest, writable, guards)
  return { body: readable, done: carry(answer, pipe, limits) }
}

async function carry(answer: LargeAnswer, pipe: GuardedPipe, limits: AnswerLimits): Promise<LargeEnd> {
  let outcome: LargeEnd['outcome']
  let reason: string | null = null
  try {
    outcome = await pump(answer, pipe, limits)
  } catch (error) {
    outcome = error instanceof PipeStopped ? error.outcome : 'truncated'
    if (error instanceof PipeStopped) reason = error.reason
  }
  if (outcome !== 'ok') await pipe.abort(`the runtime's answer: ${outcome}`)
  pipe.cancel()
  return { outcome, bytes: pipe.bytes, reason }
}

/** Throws PipeStopped. */
async function pump(
  { head }: LargeAnswer,
  pipe: GuardedPipe,
  limits: AnswerLimits,
): Promise<LargeEnd['outcome']> {
  for (const part of head) await pipe.write(part)
  for (;;) {
    const read = await pipe.read(Date.now() + limits.idleMs)
    if (read.kind === 'cut') return 'truncated'
    if (read.kind === 'silence') return 'timeout'
    if (read.kind === 'end') break
    await pipe.write(read.bytes)
    if (pipe.bytes > limits.answerBytesMax) return 'too_large'
  }
  await pipe.close()
  return 'ok'
}
