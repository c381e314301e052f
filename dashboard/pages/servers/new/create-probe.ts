// The state of one look at a runtime: its steps as they come, then what was found or what was wrong.
import { batch, createSignal, onCleanup, type Accessor } from 'solid-js'
import type { ProbeAnswer } from '../../../../schema/api/probe.ts'
import { ApiProblem } from '../../../data/api.ts'
import { probeRuntime, type ProbeStep } from '../../../data/probe.ts'

export interface ProbeTarget {
  runtimeUrl: string
  workerSecret: string
  workerSecretHeader: string
}

export interface Probe {
  state: Accessor<'idle' | 'looking' | 'done' | 'failed'>
  steps: Accessor<readonly ProbeStep[]>
  answer: Accessor<ProbeAnswer | undefined>
  /** What the API said about a field of the target. */
  fieldError: (field: string) => string | undefined
  /** Why there is no answer, where it is the fault of no field. */
  problem: Accessor<string | undefined>
  /** Undefined where nothing was found out; what was typed stays. A later look ends an earlier one. */
  look: (target: ProbeTarget) => Promise<ProbeAnswer | undefined>
}

export function createProbe(): Probe {
  const [state, setState] = createSignal<'idle' | 'looking' | 'done' | 'failed'>('idle')
  const [steps, setSteps] = createSignal<readonly ProbeStep[]>([])
  const [answer, setAnswer] = createSignal<ProbeAnswer>()
  const [fault, setFault] = createSignal<unknown>()
  let controller: AbortController | undefined
  onCleanup(() => controller?.abort())

  const fieldErrors = () => {
    const thrown = fault()
    return thrown instanceof ApiProblem ? (thrown.problem.errors ?? []) : []
  }
  return {
    state,
    steps,
    answer,
    fieldError: (field) => fieldErrors().find(({ path }) => path === field)?.message,
    problem() {
      const thrown = fault()
      if (thrown === undefined || fieldErrors().length > 0) return undefined
      return thrown instanceof Error ? thrown.message : 'The runtime could not be looked at.'
    },
    async look({ runtimeUrl, workerSecret, workerSecretHeader }) {
      controller?.abort()
      const mine = new AbortController()
      controller = mine
      batch(() => {
        setState('looking')
        setSteps([])
        setAnswer(undefined)
        setFault(undefined)
      })
      const draft = {
        runtimeUrl: runtimeUrl.trim(),
        workerSecret: workerSecret === '' ? null : workerSecret,
        workerSecretHeader,
      }
      try {
        const found = await probeRuntime(draft, (step) => setSteps((all) => [...all, step]), mine.signal)
        batch(() => {
          setAnswer(() => found)
          setState('done')
        })
        return found
      } catch (thrown) {
        if (mine.signal.aborted) return undefined
        batch(() => {
          setFault(() => thrown)
          // A field that is wrong is mended first; anything else is no reason not to go on by hand.
          setState(fieldErrors().length > 0 ? 'idle' : 'failed')
        })
        return undefined
      }
    },
  }
}
