import { settingsOf, type Env } from '../../environment.ts'
import type { ProbeOptions } from '../../runtime/probe.ts'
import { loadOwnOrigins } from '../../edge/own-origins.ts'

const PROBE_MS = 10_000

export async function probeOptions(env: Env): Promise<ProbeOptions> {
  return {
    timeoutMs: PROBE_MS,
    allowPrivateTargets: settingsOf(env).allowPrivateTargets,
    ownOrigins: await loadOwnOrigins(env),
  }
}
