// A deployment as a configuration. Pure.
import { UsageError } from '../usage-error.ts'
import type { Deployment, Standing } from './deployment.ts'
import type { Configuration } from './file.ts'
import { KINDS } from './kinds/index.ts'
import type { Item } from './kinds/kind.ts'
import { variableFor } from './secrets.ts'

/** Throws UsageError where two resources of one kind have the same name: a file could not tell them apart. */
export function toConfiguration(deployment: Deployment): Configuration {
  const kept = KINDS.map(
    ({ name }) => [name, (deployment.get(name) ?? []).filter(({ isKept }) => isKept)] as const,
  )
  const faults = kept.flatMap(([, all]) => {
    const labels = all.map(({ label }) => label)
    return all
      .filter(({ label }, index) => labels.indexOf(label) !== index)
      .map(
        ({ kind, label }) => `${kind.noun} ${label} is there more than once. Rename or remove one of them.`,
      )
  })
  if (faults.length > 0)
    throw new UsageError(`the configuration cannot be exported:\n  ${faults.join('\n  ')}`)
  return new Map(kept.map(([name, all]) => [name, all.map(entryOf)]))
}

function entryOf({ kind, label, view, item }: Standing): Item {
  const secrets = kind.secrets
    .filter(({ isSet }) => isSet(view))
    .map(({ field }) => [field, { fromEnv: variableFor(kind, label, field) }])
  return { ...item, ...Object.fromEntries(secrets) }
}
