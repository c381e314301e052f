// What pages read and write about rules: overrides of tools for a group or a user.
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { Rule, ruleCreate, ruleList, ruleUpdate } from '../../schema/api/rules.ts'
import { api } from './api.ts'

export type RuleFilters = Partial<Record<'serverId' | 'gatewayId' | 'groupId' | 'email' | 'tool', string>>
export type NewRule = z.input<typeof ruleCreate>
export type RuleChange = z.input<typeof ruleUpdate>
type RulePage = z.infer<typeof ruleList>

export function useRules(filters: () => RuleFilters, isEnabled: () => boolean = () => true) {
  return useInfiniteQuery(() => ({
    queryKey: ['rules', 'list', filters()],
    queryFn: ({ pageParam, signal }) =>
      api<RulePage>('/rules', { query: { ...filters(), limit: 50, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page: RulePage) => page.cursor,
    enabled: isEnabled(),
  }))
}

export function useRule(id: () => string | undefined) {
  return useQuery(() => ({
    queryKey: ['rules', id()],
    queryFn: ({ signal }) => loadRule(id() ?? '', signal),
    enabled: id() !== undefined,
  }))
}

export function loadRule(id: string, signal?: AbortSignal): Promise<Rule> {
  return api<Rule>(pathOf(id), signal ? { signal } : {})
}

/** They throw what `api` throws. */
export function useRuleWrites() {
  const client = useQueryClient()
  const changed = () => {
    void client.invalidateQueries({ queryKey: ['rules'] })
    void client.invalidateQueries({ queryKey: ['effective-settings'] })
  }
  return {
    async create(rule: NewRule): Promise<Rule> {
      const saved = await api<Rule>('/rules', { method: 'POST', body: rule })
      changed()
      return saved
    },
    async update(id: string, change: RuleChange, version: number): Promise<Rule> {
      const saved = await api<Rule>(pathOf(id), { method: 'PATCH', body: change, ifMatch: version })
      client.setQueryData(['rules', id], saved)
      changed()
      return saved
    },
    async remove({ id, version }: Pick<Rule, 'id' | 'version'>): Promise<void> {
      await api(pathOf(id), { method: 'DELETE', ifMatch: version })
      client.removeQueries({ queryKey: ['rules', id] })
      changed()
    },
  }
}

function pathOf(id: string): string {
  return `/rules/${encodeURIComponent(id)}`
}
