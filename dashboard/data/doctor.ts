// The doctor: looks at the public URL of a server as a client would.
import { useMutation } from '@tanstack/solid-query'
import type { DoctorProfile, DoctorReport } from '../../schema/api/doctor.ts'
import { api } from './api.ts'

export interface DoctorOrder {
  serverId: string
  profile: DoctorProfile
  form: 'path' | 'host'
  /** For tools/list; used for one report and kept nowhere. */
  token?: string
}

export function useDoctor() {
  return useMutation(() => ({
    mutationFn: (order: DoctorOrder) => api<DoctorReport>('/doctor', { method: 'POST', body: order }),
    // A credential is not kept with the result.
    gcTime: 0,
  }))
}
