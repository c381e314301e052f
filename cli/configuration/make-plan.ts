// What has to be done so that a deployment agrees with a file. Pure.
import { UsageError } from '../usage-error.ts'
import { labelOf, type Deployment, type Standing } from './deployment.ts'
import type { Configuration } from './file.ts'
import { isCovered } from './is-covered.ts'
import { KINDS, kindOf } from './kinds/index.ts'
import type { Item, Kind, KindName } from './kinds/kind.ts'
import { toIds } from './names.ts'

export interface Change {
  field: string
  before: unknown
  after: unknown
}

export type Step =
  | { action: 'create'; kind: Kind; label: string; item: Item; secrets: string[] }
  | {
      action: 'update'
      kind: Kind
      label: string
      item: Item
      standing: Standing
      changes: Change[]
      secrets: string[]
    }
  | { action: 'remove'; kind: Kind; label: string; standing: Standing }

export interface Plan {
  /** In the order in which they are carried out. */
  steps: Step[]
  /** In the deployment and not in the file; left alone. */
  others: { kind: Kind; label: string }[]
  unchanged: number
}

export interface PlanOptions {
  /** Remove what the file does not have. */
  prune: boolean
  /** Send every secret again: what is set cannot be compared. */
  secrets: boolean
}

/** Throws UsageError with everything that cannot be done. */
export function makePlan(wanted: Configuration, deployment: Deployment, options: PlanOptions): Plan {
  const faults: string[] = []
  const steps: Step[] = []
  const removals: Step[] = []
  const others: Plan['others'] = []
  let unchanged = 0
  for (const kind of KINDS) {
    const standing = deployment.get(kind.name) ?? []
    const items = wanted.get(kind.name) ?? []
    for (const item of items) {
      const label = labelOf(kind, item)
      faults.push(...findLooseReferences(kind, item, label, wanted, deployment))
      const found = standing.filter((one) => one.label === label)
      if (found.length > 1) {
        faults.push(
          `${kind.noun} ${label}: the deployment has ${found.length} of that name. Rename them first.`,
        )
        continue
      }
      const step = stepFor(kind, label, item, found[0], options)
      if (!step) unchanged += 1
      else if (typeof step === 'string') faults.push(step)
      else steps.push(step)
    }
    const labels = new Set(items.map((item) => labelOf(kind, item)))
    for (const one of standing.filter(({ label, isKept }) => isKept && !labels.has(label))) {
      if (options.prune && kind.remove)
        removals.unshift({ action: 'remove', kind, label: one.label, standing: one })
      else others.push({ kind, label: one.label })
    }
  }
  if (faults.length > 0) throw new UsageError(`this cannot be applied:\n  ${faults.join('\n  ')}`)
  return { steps: [...steps, ...removals], others, unchanged }
}

function stepFor(
  kind: Kind,
  label: string,
  item: Item,
  standing: Standing | undefined,
  options: PlanOptions,
): Step | string | undefined {
  const given = kind.secrets.filter(({ field }) => item[field] !== undefined)
  if (!standing) {
    if (!kind.create) return `${kind.noun} ${label}: there is none, and it cannot be made.`
    return { action: 'create', kind, label, item, secrets: given.map(({ field }) => field) }
  }
  const fixed = kind.fixed.find(
    (field) => item[field] !== undefined && !isCovered(item[field], standing.item[field]),
  )
  if (fixed !== undefined) {
    return `${kind.noun} ${label}: ${fixed} is fixed at creation (it is ${show(standing.item[fixed])}). Remove it first.`
  }
  const secrets = given
    .filter(({ isSet }) => options.secrets || !isSet(standing.view))
    .map(({ field }) => field)
  const changes = kind.fields
    .filter((field) => item[field] !== undefined && !isCovered(item[field], standing.item[field]))
    .map((field) => ({ field, before: standing.item[field], after: item[field] }))
  if (changes.length === 0 && secrets.length === 0) return undefined
  return { action: 'update', kind, label, item, standing, changes, secrets }
}

function findLooseReferences(
  kind: Kind,
  item: Item,
  label: string,
  wanted: Configuration,
  deployment: Deployment,
): string[] {
  const loose: string[] = []
  const isThere = (to: KindName, name: string) =>
    (wanted.get(to) ?? []).some((one) => labelOf(kindOf(to), one) === name) ||
    (deployment.get(to) ?? []).some((one) => one.label === name)
  toIds(
    item,
    (to, name) => (isThere(to, name) ? name : undefined),
    (to, name) => loose.push(`${kind.noun} ${label}: there is no ${kindOf(to).noun} ${show(name)}`),
  )
  return loose
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'not set'
}
