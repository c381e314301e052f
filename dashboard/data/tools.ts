// What pages read and write about the tools of one server. A switch moves at once, and goes back where the API says no.
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type {
  removedToolsForgotten,
  ToolCatalog,
  ToolDetail,
  toolApproval,
  toolApproved,
  toolDiscovery,
  ToolPolicyView,
  ToolPolicyWrite,
} from '../../schema/api/tools.ts'
import { allPages } from './all-pages.ts'
import { api } from './api.ts'

interface ToolPage {
  tools: ToolPolicyView[]
  cursor: string | null
}

export type ToolDiscovery = z.infer<typeof toolDiscovery>
type Approval = z.input<typeof toolApproval>['tools'][number]

/** All of them by name: those that were seen, and those that have a policy. */
export function useTools(serverId: () => string) {
  return useQuery(() => ({
    queryKey: listKey(serverId()),
    queryFn: ({ signal }) =>
      allPages<ToolPage, ToolPolicyView>(`${pathOf(serverId())}/tools`, ({ tools }) => tools, { signal }),
  }))
}

/** One tool with its definition, and what changed of it. */
export function useTool(serverId: () => string, name: () => string) {
  return useQuery(() => ({
    queryKey: [...listKey(serverId()), name()],
    queryFn: ({ signal }) => loadTool(serverId(), name(), signal),
  }))
}

export function loadTool(serverId: string, name: string, signal?: AbortSignal): Promise<ToolDetail> {
  return api<ToolDetail>(toolPath(serverId, name), signal ? { signal } : {})
}

export function useToolCatalog(serverId: () => string) {
  return useQuery(() => ({
    queryKey: ['tool-catalogue', serverId()],
    queryFn: ({ signal }) => api<ToolCatalog>(`${pathOf(serverId())}/tool-catalogue`, { signal }),
  }))
}

/** As it stands in a form: the API says what is wrong with a cost that is missing. */
export type PolicyDraft = Omit<ToolPolicyWrite, 'cost'> & { cost: number | null }

/** The policy that a tool has now, to be changed in part and written as a whole. */
export function policyOf({
  enabled,
  requiredScopes,
  timeoutMs,
  risk,
  confirmation,
  cost,
}: ToolPolicyView): ToolPolicyWrite {
  return { enabled, requiredScopes, timeoutMs, risk, confirmation, cost }
}

/** They throw what `api` throws. */
export function useToolWrites(serverId: () => string) {
  const client = useQueryClient()
  const everything = (id: string) => {
    void client.invalidateQueries({ queryKey: listKey(id) })
    void client.invalidateQueries({ queryKey: ['tool-catalogue', id] })
    void client.invalidateQueries({ queryKey: ['effective-settings'] })
    // How a server is follows from what is known of its tools.
    void client.invalidateQueries({ queryKey: ['servers'] })
  }
  const put = async (id: string, name: string, policy: PolicyDraft, version: number) => {
    const saved = await api<ToolPolicyView>(toolPath(id, name), {
      method: 'PUT',
      body: policy,
      ...(version === 0 ? {} : { ifMatch: version }),
    })
    client.setQueryData<ToolPolicyView[]>(listKey(id), (before) =>
      before?.map((tool) => (tool.name === name ? { ...tool, ...saved } : tool)),
    )
    void client.invalidateQueries({ queryKey: [...listKey(id), name] })
    void client.invalidateQueries({ queryKey: ['effective-settings'] })
    return saved
  }
  return {
    put: (name: string, policy: PolicyDraft, version: number) => put(serverId(), name, policy, version),
    /** Moves the switch of a tool at once. */
    async enable(name: string, isEnabled: boolean): Promise<void> {
      const id = serverId()
      const key = listKey(id)
      await client.cancelQueries({ queryKey: key, exact: true })
      const find = () => client.getQueryData<ToolPolicyView[]>(key)?.find((tool) => tool.name === name)
      const show = (enabled: boolean) =>
        client.setQueryData<ToolPolicyView[]>(key, (before) =>
          before?.map((tool) =>
            tool.name === name ? { ...tool, effective: { ...tool.effective, enabled } } : tool,
          ),
        )
      show(isEnabled)
      try {
        const now = find() ?? (await loadTool(id, name))
        await put(id, name, { ...policyOf(now), enabled: isEnabled }, now.version)
      } catch (error) {
        await client.invalidateQueries({ queryKey: key })
        throw error
      }
    },
    /** Each by the definition that was shown: what changed meanwhile is not approved with it. */
    async approve(tools: readonly Approval[]) {
      const id = serverId()
      try {
        return await api<z.infer<typeof toolApproved>>(`${pathOf(id)}/tool-approvals`, {
          method: 'POST',
          body: { tools },
        })
      } finally {
        everything(id)
      }
    },
    /** Asks the runtime now. */
    async discover(): Promise<ToolDiscovery> {
      const id = serverId()
      try {
        return await api<ToolDiscovery>(`${pathOf(id)}/tool-discovery`, { method: 'POST' })
      } finally {
        everything(id)
      }
    },
    /** Out of the catalogue, what the runtime no longer has. */
    async forgetRemoved() {
      const id = serverId()
      try {
        return await api<z.infer<typeof removedToolsForgotten>>(`${pathOf(id)}/removed-tools`, {
          method: 'DELETE',
        })
      } finally {
        everything(id)
      }
    },
    /** Back to what the server says about tools without a policy. */
    async forget(name: string, version: number): Promise<void> {
      const id = serverId()
      await api(toolPath(id, name), { method: 'DELETE', ifMatch: version })
      everything(id)
    },
  }
}

function listKey(serverId: string): [string, string] {
  return ['tools', serverId]
}

function pathOf(serverId: string): string {
  return `/servers/${encodeURIComponent(serverId)}`
}

function toolPath(serverId: string, name: string): string {
  return `${pathOf(serverId)}/tools/${encodeURIComponent(name)}`
}
