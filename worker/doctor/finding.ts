// What the doctor says about one thing. Types and their makers only.
import type { DoctorCheck } from '../../schema/api/doctor.ts'

/** `skip`: it could not be looked at, because of an earlier finding or because nothing asks for it. */
export type FindingStatus = 'pass' | 'warn' | 'fail' | 'skip'

export interface Finding {
  check: DoctorCheck
  status: FindingStatus
  /** What was seen, in one sentence. */
  message: string
  /** What to do about it; null where nothing is to be done. */
  remedy: string | null
}

export function pass(check: DoctorCheck, message: string): Finding {
  return { check, status: 'pass', message, remedy: null }
}

export function warn(check: DoctorCheck, message: string, remedy: string): Finding {
  return { check, status: 'warn', message, remedy }
}

export function fail(check: DoctorCheck, message: string, remedy: string): Finding {
  return { check, status: 'fail', message, remedy }
}

export function skip(check: DoctorCheck, message: string): Finding {
  return { check, status: 'skip', message, remedy: null }
}

/** What a check found, and the fact that later checks build on; absent where it did not hold. */
export interface Checked<T> {
  findings: Finding[]
  value?: T
}
