// Invitations by link. A link is in an answer once, and is kept by nothing but the page that shows it.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type {
  Invitation,
  invitationAccepted,
  invitationShown,
  invitationWithLink,
} from '../../schema/api/invitations.ts'
import type { Role } from '../../schema/api/permissions.ts'
import { api } from './api.ts'

const KEY = ['invitations'] as const

export type InvitationWithLink = z.infer<typeof invitationWithLink>
export type InvitationShown = z.infer<typeof invitationShown>
export type InvitationState = 'open' | 'all'

interface InvitationPage {
  invitations: Invitation[]
  cursor: string | null
}

export function useInvitations(state: () => InvitationState) {
  return useInfiniteQuery(() => ({
    queryKey: [...KEY, state()],
    queryFn: ({ pageParam, signal }) =>
      api<InvitationPage>('/invitations', { query: { state: state(), cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  }))
}

/** After an invitation was made by a form. */
export function useInvitationsChanged(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: KEY })
}

export function createInvitation(input: { email: string; role: Role }): Promise<InvitationWithLink> {
  return api<InvitationWithLink>('/invitations', { method: 'POST', body: input })
}

export function useResendInvitation() {
  const client = useQueryClient()
  return useMutation(() => ({
    mutationFn: (id: string) =>
      api<InvitationWithLink>(`/invitations/${id}/resend`, { method: 'POST', body: {} }),
    // What it answers stands on the page, in no cache.
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  }))
}

export function useRevokeInvitation() {
  const client = useQueryClient()
  return useMutation(() => ({
    mutationFn: (id: string) => api<Invitation>(`/invitations/${id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  }))
}

/** The token goes in the body: no URL ever has it. */
export function inspectInvitation(token: string): Promise<InvitationShown> {
  return api<InvitationShown>('/invitations/inspect', { method: 'POST', body: { token } })
}

export function acceptInvitation(token: string): Promise<z.infer<typeof invitationAccepted>> {
  return api<z.infer<typeof invitationAccepted>>('/invitations/accept', { method: 'POST', body: { token } })
}
