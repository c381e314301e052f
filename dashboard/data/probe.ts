// One look at a runtime before it is added as a server.
import type { ProbeAnswer, ProbeDraft } from '../../schema/api/probe.ts'
import { ApiUnreachable, apiEvents } from './api.ts'

export type ProbeStep = ProbeAnswer['steps'][number]

type ProbeEvent = ProbeStep | ProbeAnswer

/** `onStep` gets each step when it is done. Throws what `apiEvents` throws. */
export async function probeRuntime(
  draft: Pick<ProbeDraft, 'runtimeUrl'> & Partial<ProbeDraft>,
  onStep: (step: ProbeStep) => void,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  let answer: ProbeAnswer | undefined
  await apiEvents('/servers/probe/steps', { method: 'POST', body: draft, signal }, (event) => {
    // The API says which of the two it is by its fields.
    const one = event as ProbeEvent
    if ('outcome' in one) answer = one
    else onStep(one)
  })
  if (!answer) throw new ApiUnreachable('The look at the runtime broke off. Try again.')
  return answer
}
