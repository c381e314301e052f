// What holds for one user at one server, and which rule says so.
import { useInfiniteQuery } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { effectiveSettings, effectiveSettingsQuery } from '../../schema/api/effective-settings.ts'
import { api } from './api.ts'

export type EffectiveSettings = z.infer<typeof effectiveSettings>
export type EffectiveTool = EffectiveSettings['tools'][number]
export type EffectiveQuery = Pick<
  z.input<typeof effectiveSettingsQuery>,
  'serverId' | 'email' | 'emailVerified' | 'agentId' | 'userLevel'
>

export function useEffectiveSettings(query: () => EffectiveQuery, isEnabled: () => boolean = () => true) {
  return useInfiniteQuery(() => ({
    queryKey: ['effective-settings', query()],
    queryFn: ({ pageParam, signal }) =>
      api<EffectiveSettings>('/effective-settings', {
        query: { ...query(), limit: 200, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page: EffectiveSettings) => page.cursor,
    enabled: isEnabled(),
  }))
}
