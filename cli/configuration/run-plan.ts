// Carries a plan out, step by step. What fails stops it; applying the file again goes on from there.
import type { AdminApi } from '../admin-api.ts'
import type { Deployment } from './deployment.ts'
import { kindOf, type Item, type KindName } from './kinds.ts'
import type { Plan, Step } from './make-plan.ts'
import { readSecretVariable, type SecretReference } from './secrets.ts'

export interface RunOptions {
  environment: NodeJS.ProcessEnv
  /** Called after each step that was carried out. */
  onDone: (step: Step) => void
}

/** Throws AdminApiError or UsageError at the first step that fails. */
export async function runPlan(
  api: AdminApi,
  { steps }: Plan,
  deployment: Deployment,
  { environment, onDone }: RunOptions,
): Promise<void> {
  // Before anything is written, so that a missing variable leaves nothing half done.
  const bodies = steps.map((step) => (step.action === 'remove' ? {} : secretsOf(step, environment)))
  const ids = new Map(
    [...deployment].flatMap(([name, all]) => all.map(({ label, view }) => [key(name, label), view['id']])),
  )
  const versions = new Map(
    [...deployment].flatMap(([name, all]) =>
      all.map(({ label, view }) => [key(name, label), view['version']]),
    ),
  )
  for (const [index, step] of steps.entries()) {
    const view = await carryOut(api, step, bodies[index] ?? {}, ids, versions)
    if (view) {
      ids.set(key(step.kind.name, step.label), view['id'])
      versions.set(key(step.kind.name, step.label), view['version'])
    }
    onDone(step)
  }
}

async function carryOut(
  api: AdminApi,
  step: Step,
  secrets: Item,
  ids: ReadonlyMap<string, unknown>,
  versions: ReadonlyMap<string, unknown>,
): Promise<Item | undefined> {
  const { kind, label } = step
  const version = Number(versions.get(key(kind.name, label)) ?? 0)
  if (step.action === 'remove') {
    const query = new URLSearchParams(kind.removalQuery?.(step.standing.view))
    await api.delete(`${kind.itemPath(step.standing.view)}${query.size > 0 ? `?${query}` : ''}`, version)
    return undefined
  }
  const references = Object.fromEntries(
    kind.references.map(({ as, field, to }) => [field, ids.get(key(to, String(step.item[as])))]),
  )
  const pick = (fields: readonly string[], from: Item) =>
    Object.fromEntries(
      fields.filter((field) => from[field] !== undefined).map((field) => [field, from[field]]),
    )
  if (kind.write === 'put') {
    const stands = step.action === 'update' ? pick(kind.fields, step.standing.view) : {}
    const body = { ...stands, ...pick(kind.fields, step.item), ...secrets }
    return api.put(kind.itemPath({ ...step.item, ...references }), version, body)
  }
  if (step.action === 'create') {
    const aliases = new Set(kind.references.map(({ as }) => as))
    const identity = kind.identity.filter((field) => !aliases.has(field))
    const body = {
      ...pick([...identity, ...kind.fields, ...kind.fixed], step.item),
      ...references,
      ...secrets,
    }
    return api.post(kind.listPath, body)
  }
  const changed = pick(
    step.changes.map(({ field }) => field),
    step.item,
  )
  return api.patch(kind.itemPath(step.standing.view), version, { ...changed, ...secrets })
}

function secretsOf(step: Exclude<Step, { action: 'remove' }>, environment: NodeJS.ProcessEnv): Item {
  return Object.fromEntries(
    step.secrets.map((field) => [
      field,
      readSecretVariable(step.item[field] as SecretReference, field, environment),
    ]),
  )
}

function key(name: KindName, label: string): string {
  return `${kindOf(name).name} ${label}`
}
