// CPU time of a process and all its threads, from /proc (proc(5), `stat` fields 14 and 15). Linux only.
import { readFileSync } from 'node:fs'

/** The kernel's USER_HZ, fixed at 100 on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100

/** User and system time so far, in microseconds. */
export function cpuMicros(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold spaces; the numbers come after it, state first.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1_000_000) / TICKS_PER_SECOND
}
