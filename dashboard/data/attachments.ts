// What pages write about attachments; they are read with their server or their Gateway.
import { useQueryClient } from '@tanstack/solid-query'
import type { Attachment, AttachmentUpdate, Detached } from '../../schema/api/attachments.ts'
import { api } from './api.ts'

export interface NewAttachment {
  gatewayId: string
  serverId: string
  /** Null: all scopes of the Gateway. */
  scopes: string[] | null
  customHost: string | null
}

/** They throw what `api` throws. */
export function useAttachmentWrites() {
  const client = useQueryClient()
  const refresh = <T>(answer: T): T => {
    for (const noun of ['servers', 'gateways', 'attachments']) {
      void client.invalidateQueries({ queryKey: [noun] })
    }
    return answer
  }
  return {
    attach: async (attachment: NewAttachment) =>
      refresh(await api<Attachment>('/attachments', { method: 'POST', body: attachment })),
    update: async (id: string, change: AttachmentUpdate, version: number) =>
      refresh(
        await api<Attachment>(`/attachments/${encodeURIComponent(id)}`, {
          method: 'PATCH',
          body: change,
          ifMatch: version,
        }),
      ),
    detach: async ({ id, version }: Pick<Attachment, 'id' | 'version'>) =>
      refresh(
        await api<Detached>(`/attachments/${encodeURIComponent(id)}`, { method: 'DELETE', ifMatch: version }),
      ),
  }
}
