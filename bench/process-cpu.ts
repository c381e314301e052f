// CPU time of a process and all its threads, from /proc (proc(5), `schedstat`). Linux only.
import { readdirSync, readFileSync } from 'node:fs'

/** Time on a CPU so far, in microseconds. A thread that has ended is not counted: workerd's live as long as it does. */
export function cpuMicros(pid: number): number {
  let nanoseconds = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  }
  return nanoseconds / 1_000
}
