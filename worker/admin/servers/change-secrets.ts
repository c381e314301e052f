// What an edit means for the sealed columns and the pause of a server (product.md §2 "Secrets belong to the origin", §3).
import type { SecretProbe, ServerUpdate } from '../../../schema/api/servers.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import type { Env } from '../../environment.ts'
import { probeWorkerSecret } from './probe-worker-secret.ts'
import {
  openServerSecrets,
  sealServerSecrets,
  type OpenedSecrets,
  type SecretField,
  type SecretTexts,
} from './secret-columns.ts'

export interface ChangedSecrets {
  row: ServerRow
  /** Only where a new worker secret was tried at the runtime. */
  probe: SecretProbe | null
}

type Missing = NonNullable<ServerRow['missingSecrets']>
type Entered = Pick<ServerUpdate, 'workerSecret' | 'staticHeaders' | 'staticQuery'> & { upstreamKey?: string }

/** `edited` has the plain fields already, its runtime URL among them. */
export async function changeSecrets(
  env: Env,
  before: ServerRow,
  edited: ServerRow,
  entered: Entered,
): Promise<ChangedSecrets> {
  const moved = new URL(before.runtimeUrl).origin !== new URL(edited.runtimeUrl).origin
  const isTouched = moved || Object.values(entered).some((value) => value !== undefined)
  if (!isTouched) return { row: edited, probe: null }
  const held = moved ? NOTHING : await openServerSecrets(env, before)
  const texts: SecretTexts = {
    ...held.texts,
    ...(entered.staticHeaders === undefined ? {} : { staticHeaders: textOf(entered.staticHeaders) }),
    ...(entered.staticQuery === undefined ? {} : { staticQuery: textOf(entered.staticQuery) }),
  }
  const rotated = await rotate(env, edited, texts, entered.workerSecret)
  const sealed = await sealServerSecrets(env, before, rotated.texts)
  const missing = missingAfter(before, moved, held.lost, entered)
  return {
    row: {
      ...edited,
      ...sealed,
      missingSecrets: missing.length > 0 ? missing : null,
      pausedReason: missing.length > 0 ? 'secrets_missing' : null,
    },
    probe: rotated.probe,
  }
}

const NOTHING: OpenedSecrets = {
  texts: { workerSecret: null, pendingWorkerSecret: null, staticHeaders: null, staticQuery: null },
  lost: [],
}

/** The first secret holds at once; a later one waits until the runtime accepts it. */
async function rotate(
  env: Env,
  server: ServerRow,
  texts: SecretTexts,
  workerSecret: string | undefined,
): Promise<{ texts: SecretTexts; probe: SecretProbe | null }> {
  if (workerSecret === undefined) return { texts, probe: null }
  if (texts.workerSecret === null) return { texts: { ...texts, workerSecret }, probe: null }
  return settlePending(env, server, { ...texts, pendingWorkerSecret: workerSecret })
}

/** Tries the pending secret; makes it current where the runtime accepts it. */
export async function settlePending(
  env: Env,
  server: ServerRow,
  texts: SecretTexts,
): Promise<{ texts: SecretTexts; probe: SecretProbe | null }> {
  const pending = texts.pendingWorkerSecret
  if (pending === null) return { texts, probe: null }
  const probe = await probeWorkerSecret(env, server, texts, pending)
  if (!probe.accepted) return { texts, probe }
  return { texts: { ...texts, workerSecret: pending, pendingWorkerSecret: null }, probe }
}

/** What still has to be entered: what was cleared by this or an earlier change or is lost, without what comes now. */
function missingAfter(
  before: ServerRow,
  moved: boolean,
  lost: readonly SecretField[],
  entered: Entered,
): Missing {
  const cleared: Missing = [...(before.missingSecrets ?? [])]
  for (const field of lost) if (field !== 'pendingWorkerSecret') cleared.push(field)
  if (moved) {
    if (before.workerSecret !== null) cleared.push('workerSecret')
    if (before.staticHeaders !== null) cleared.push('staticHeaders')
    if (before.staticQuery !== null) cleared.push('staticQuery')
  }
  return [...new Set(cleared)].filter((field) => entered[field] === undefined)
}

function textOf(map: Record<string, string> | null): string | null {
  return map === null || Object.keys(map).length === 0 ? null : JSON.stringify(map)
}
