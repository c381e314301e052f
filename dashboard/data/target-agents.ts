// Which agents a server admits, or a Gateway for all its servers. A switch moves at once and goes back where the API
// says no; writes to one target wait for each other, so that a late answer does not undo a later switch.
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/solid-query'
import type { TargetAgents } from '../../schema/api/agents.ts'
import { AGENTS_KEY } from './agents.ts'
import { api } from './api.ts'

export interface AccessTarget {
  kind: 'server' | 'gateway'
  id: string
}

/** One switch: an agent, or everybody whom none is about. */
export type SwitchOf = { agentId: string } | { field: 'otherAgents' | 'unrecognised' }

export function targetAgentsQuery(target: AccessTarget) {
  return {
    queryKey: keyOf(target),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      api<TargetAgents>(`${pathOf(target)}/agents`, { signal }),
  }
}

export function useTargetAgents(target: () => AccessTarget, isEnabled: () => boolean = () => true) {
  return useQuery(() => ({ ...targetAgentsQuery(target()), enabled: isEnabled() }))
}

const lastWrite = new Map<string, Promise<unknown>>()

/** `allowed` null: the agent follows "other agents" again. Rejects with what `api` throws, after going back. */
export function useAgentSwitch() {
  const client = useQueryClient()
  return async (target: AccessTarget, what: SwitchOf, allowed: boolean | null): Promise<void> => {
    const key = keyOf(target)
    await client.cancelQueries({ queryKey: key })
    const prior = stateOf(client.getQueryData<TargetAgents>(key), what)
    client.setQueryData<TargetAgents>(key, (before) => before && switched(before, what, allowed))
    const before = lastWrite.get(key.join(' ')) ?? Promise.resolve()
    const writing = before.then(
      () => write(client, target, what, allowed),
      () => write(client, target, what, allowed),
    )
    lastWrite.set(key.join(' '), writing)
    try {
      const saved = await writing
      // Only the last of several answers is the whole truth.
      if (lastWrite.get(key.join(' ')) === writing) client.setQueryData(key, saved)
    } catch (error) {
      client.setQueryData<TargetAgents>(key, (now) => now && switched(now, what, prior))
      void client.invalidateQueries({ queryKey: key })
      throw error
    } finally {
      if (lastWrite.get(key.join(' ')) === writing) {
        lastWrite.delete(key.join(' '))
        // The other view of the same mapping, and the access lists, which share its version.
        void client.invalidateQueries({
          predicate: ({ queryKey }) => queryKey[0] === AGENTS_KEY[0] && queryKey[2] === 'servers',
        })
        void client.invalidateQueries({ queryKey: ['access-lists', target.kind, target.id] })
      }
    }
  }
}

async function write(
  client: QueryClient,
  target: AccessTarget,
  what: SwitchOf,
  allowed: boolean | null,
): Promise<TargetAgents> {
  if ('agentId' in what) {
    const path = `/agents/${encodeURIComponent(what.agentId)}${pathOf(target)}`
    return api<TargetAgents>(path, { method: 'PUT', body: { allowed } })
  }
  const version = await versionOf(client, target)
  return api<TargetAgents>(`${pathOf(target)}/agents`, {
    method: 'PATCH',
    body: { [what.field]: allowed === true },
    ...(version === 0 ? {} : { ifMatch: version }),
  })
}

/** Read anew: the switch says the whole of what it changes, so nobody else's change can be lost by it. */
async function versionOf(client: QueryClient, target: AccessTarget): Promise<number> {
  return (
    await client.fetchQuery({
      ...targetAgentsQuery(target),
      queryKey: ['target-agents-now', target.id],
      staleTime: 0,
      gcTime: 0,
    })
  ).version
}

/** What a switch stood at; null: it followed the other agents. */
function stateOf(agents: TargetAgents | undefined, what: SwitchOf): boolean | null {
  if (!agents) return null
  if ('field' in what) return agents[what.field]
  const agent = agents.agents.find(({ id }) => id === what.agentId)
  return agent?.isSet ? agent.allowed : null
}

export function switched(before: TargetAgents, what: SwitchOf, allowed: boolean | null): TargetAgents {
  if ('agentId' in what) {
    return {
      ...before,
      agents: before.agents.map((agent) =>
        agent.id === what.agentId
          ? { ...agent, allowed: allowed ?? before.otherAgents, isSet: allowed !== null }
          : agent,
      ),
    }
  }
  const value = allowed === true
  return {
    ...before,
    [what.field]: value,
    agents:
      what.field === 'otherAgents'
        ? before.agents.map((agent) => (agent.isSet ? agent : { ...agent, allowed: value }))
        : before.agents,
  }
}

function keyOf({ kind, id }: AccessTarget): [string, string, string] {
  return ['target-agents', kind, id]
}

function pathOf({ kind, id }: AccessTarget): string {
  return `/${kind}s/${encodeURIComponent(id)}`
}
