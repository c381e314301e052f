// What a look at a runtime found, carried to the page where its Gateway is chosen. It stands in the history's state, where
// no link can write it.
import { useLocation } from '@solidjs/router'
import type { ProbeAnswer } from '../../../schema/api/probe.ts'

interface LookState {
  runtimeUrl: string
  authorizationServers: readonly string[]
}

export function lookState(runtimeUrl: string, answer: ProbeAnswer | undefined): LookState {
  return { runtimeUrl, authorizationServers: answer?.oauth?.authorizationServers ?? [] }
}

/** The authorization servers that this runtime named; none where nobody looked, or at another one. */
export function useLookState(runtimeUrl: () => string): () => readonly string[] {
  const location = useLocation<Partial<LookState>>()
  return () => {
    const found: unknown = location.state?.authorizationServers
    if (location.state?.runtimeUrl !== runtimeUrl() || !Array.isArray(found)) return []
    return found.filter((one): one is string => typeof one === 'string')
  }
}
