// A deployment as a configuration. Pure.
import { UsageError } from '../usage-error.ts'
import type { Deployment, Standing } from './deployment.ts'
import type { Configuration } from './file.ts'
import { KINDS, type Item } from './kinds.ts'
import { variableFor } from './secrets.ts'

/** Throws UsageError where two resources of one kind have the same name: a file could not tell them apart. */
export function toConfiguration(deployment: Deployment): Configuration {
  const faults = [...deployment].flatMap(([, all]) => {
    const labels = all.map(({ label }) => label)
    return all
      .filter(({ label }, index) => labels.indexOf(label) !== index)
      .map(({ kind, label }) => `${kind.noun} ${label} is there more than once. Rename one of them.`)
  })
  if (faults.length > 0)
    throw new UsageError(`the configuration cannot be exported:\n  ${faults.join('\n  ')}`)
  return new Map(KINDS.map(({ name }) => [name, (deployment.get(name) ?? []).map(entryOf)]))
}

function entryOf({ kind, label, view, item }: Standing): Item {
  const secrets = kind.secrets
    .filter(({ isSet }) => isSet(view))
    .map(({ field }) => [field, { fromEnv: variableFor(kind, label, field) }])
  const first = [...kind.identity, ...kind.references.map(({ as }) => as)]
  const ordered = [...new Set([...first, ...Object.keys(item)])].map((field) => [field, item[field]])
  return Object.fromEntries([...ordered, ...secrets])
}
