// Apps that exchange their users' downstream tokens at one Gateway.
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type {
  EmbeddingApp,
  embeddingAppCreate,
  embeddingAppList,
  embeddingAppUpdate,
  embeddingAppWithSecret,
} from '../../schema/api/embedding-apps.ts'
import { api } from './api.ts'

export type NewEmbeddingApp = z.input<typeof embeddingAppCreate>
export type EmbeddingAppChange = z.input<typeof embeddingAppUpdate>
export type EmbeddingAppWithSecret = z.infer<typeof embeddingAppWithSecret>

export function useEmbeddingApps(gatewayId: () => string) {
  return useQuery(() => ({
    queryKey: ['embedding-apps', gatewayId()],
    queryFn: ({ signal }) => api<z.infer<typeof embeddingAppList>>(pathOf(gatewayId()), { signal }),
  }))
}

export function loadEmbeddingApp(gatewayId: string, id: string): Promise<EmbeddingApp> {
  return api<EmbeddingApp>(pathOf(gatewayId, id))
}

export function useEmbeddingAppWrites(gatewayId: () => string) {
  const client = useQueryClient()
  const changed = () => void client.invalidateQueries({ queryKey: ['embedding-apps', gatewayId()] })
  return {
    async create(body: NewEmbeddingApp) {
      const made = await api<EmbeddingAppWithSecret>(pathOf(gatewayId()), { method: 'POST', body })
      changed()
      return made
    },
    async update(id: string, body: EmbeddingAppChange, version: number) {
      const path = pathOf(gatewayId(), id)
      const saved = await api<EmbeddingApp>(path, { method: 'PATCH', body, ifMatch: version })
      changed()
      return saved
    },
    async rotateSecret({ id, version }: Pick<EmbeddingApp, 'id' | 'version'>) {
      const path = `${pathOf(gatewayId(), id)}/secret`
      const rotated = await api<EmbeddingAppWithSecret>(path, { method: 'POST', body: {}, ifMatch: version })
      changed()
      return rotated
    },
    async remove({ id, version }: Pick<EmbeddingApp, 'id' | 'version'>) {
      await api(pathOf(gatewayId(), id), { method: 'DELETE', ifMatch: version })
      changed()
    },
  }
}

function pathOf(gatewayId: string, id?: string): string {
  const apps = `/gateways/${encodeURIComponent(gatewayId)}/embedding-apps`
  return id === undefined ? apps : `${apps}/${encodeURIComponent(id)}`
}
