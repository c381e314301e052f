// How people sign in at this deployment.
import { useQuery } from '@tanstack/solid-query'
import type { z } from 'zod'
import type { signInMethods } from '../../schema/api/session.ts'
import { api } from './api.ts'

export type SignInMethods = z.infer<typeof signInMethods>

export function useSignInMethods() {
  return useQuery(() => ({
    queryKey: ['sign-in'],
    queryFn: ({ signal }) => api<SignInMethods>('/sign-in', { signal }),
  }))
}
