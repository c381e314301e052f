// Carries a plan out, step by step. What fails stops it; applying the file again goes on from there.
import type { AdminApi } from '../admin-api.ts'
import type { Deployment } from './deployment.ts'
import type { Item, KindName } from './kinds/kind.ts'
import type { Plan, Step } from './make-plan.ts'
import { toIds } from './names.ts'
import { readSecretVariable, type SecretReference } from './secrets.ts'

export interface RunOptions {
  environment: NodeJS.ProcessEnv
  /** Called after each step that was carried out, with what the API answered. */
  onDone: (step: Step, answer: Item | undefined) => void
}

/** Throws AdminApiError or UsageError at the first step that fails. */
export async function runPlan(
  api: AdminApi,
  { steps }: Plan,
  deployment: Deployment,
  { environment, onDone }: RunOptions,
): Promise<void> {
  // Before anything is written, so that a missing variable leaves nothing half done.
  const secrets = steps.map((step) => (step.action === 'remove' ? {} : secretsOf(step, environment)))
  const ids = new Map<string, string>()
  for (const [name, all] of deployment) {
    for (const { label, view } of all) ids.set(key(name, label), String(view['id']))
  }
  for (const [index, step] of steps.entries()) {
    const answer = await carryOut(api, step, secrets[index] ?? {}, ids)
    if (answer && typeof answer['id'] === 'string') ids.set(key(step.kind.name, step.label), answer['id'])
    onDone(step, answer)
  }
}

async function carryOut(
  api: AdminApi,
  step: Step,
  secrets: Item,
  ids: ReadonlyMap<string, string>,
): Promise<Item | undefined> {
  const { kind } = step
  if (step.action === 'remove') {
    await kind.remove?.(api, step.standing.view)
    return undefined
  }
  const idOf = (to: KindName, name: string) => ids.get(key(to, name))
  const onLoose = (_to: KindName, name: string) => {
    throw new Error(`${name} was planned and is not there`)
  }
  const known = [...kind.identity, ...kind.fixed, ...kind.fields].filter(
    (field) => step.item[field] !== undefined,
  )
  const given = Object.fromEntries(known.map((field) => [field, step.item[field]]))
  const whole = toIds(given, idOf, onLoose) as Item
  if (step.action === 'create') return kind.create?.(api, { ...whole, ...secrets })
  const changed = Object.fromEntries(step.changes.map(({ field, after }) => [field, after]))
  return kind.update(
    api,
    step.standing.view,
    { ...(toIds(changed, idOf, onLoose) as Item), ...secrets },
    { ...whole, ...secrets },
  )
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
  return `${name} ${label}`
}
