// The configuration file: YAML in, checked entries out; and back.
import { parseDocument, stringify, YAMLParseError } from 'yaml'
import { UsageError } from '../usage-error.ts'
import { labelOf } from './deployment.ts'
import { isObject } from './is-covered.ts'
import { KINDS } from './kinds/index.ts'
import type { Item, Kind, KindName } from './kinds/kind.ts'
import { toIds } from './names.ts'
import { isSecretReference } from './secrets.ts'

export const FILE_VERSION = 1

export type Configuration = ReadonlyMap<KindName, readonly Item[]>

/** Throws UsageError with every fault that was found: nothing is dropped silently. */
export function parseConfiguration(text: string): Configuration {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true })
  const faults = [...document.errors, ...document.warnings].map(
    (error: YAMLParseError | Error) => error.message,
  )
  if (faults.length > 0) throw new UsageError(`the file is not valid YAML:\n  ${faults.join('\n  ')}`)
  const root: unknown = document.toJS({ maxAliasCount: 100 })
  if (!isObject(root))
    throw new UsageError('the file must hold a map with `limen: 1` and lists such as `servers`.')
  return checkRoot(root)
}

export function writeConfiguration(configuration: Configuration): string {
  const filled = [...configuration].filter(([, items]) => items.length > 0)
  return stringify({ limen: FILE_VERSION, ...Object.fromEntries(filled) }, { lineWidth: 110 })
}

function checkRoot(root: Item): Configuration {
  const { limen, ...lists } = root
  const faults: string[] = []
  if (limen !== FILE_VERSION) faults.push(`limen: must be ${FILE_VERSION}, the version of this format`)
  const known = KINDS.map(({ name }) => name as string)
  for (const name of Object.keys(lists)) {
    if (!known.includes(name)) faults.push(`${name}: there is no such list. There are: ${known.join(', ')}`)
  }
  const configuration = new Map<KindName, Item[]>()
  for (const kind of KINDS) {
    const list = lists[kind.name] ?? []
    if (!Array.isArray(list)) {
      faults.push(`${kind.name}: must be a list`)
      continue
    }
    faults.push(...list.flatMap((entry, index) => checkEntry(kind, entry, `${kind.name}[${index}]`)))
    const items = list.filter(isObject)
    faults.push(...findTwins(kind, items))
    configuration.set(kind.name, items)
  }
  if (faults.length > 0) throw new UsageError(`the file cannot be applied:\n  ${faults.join('\n  ')}`)
  return configuration
}

function checkEntry(kind: Kind, entry: unknown, at: string): string[] {
  if (!isObject(entry)) return [`${at}: must be a map`]
  const secrets = kind.secrets.map(({ field }) => field)
  const known = new Set([...kind.identity, ...kind.fixed, ...kind.fields, ...secrets])
  const faults = Object.keys(entry)
    .filter((field) => !known.has(field))
    .map((field) => `${at}.${field}: unknown. Known: ${[...known].join(', ')}`)
  const missing = kind.identity.filter((field) => entry[field] === undefined || entry[field] === '')
  if (kind.isIdentityWhole) faults.push(...missing.map((field) => `${at}.${field}: is missing`))
  else if (missing.length === kind.identity.length) {
    faults.push(`${at}: one of ${kind.identity.join(', ')} must be there`)
  }
  for (const field of secrets) {
    if (entry[field] !== undefined && !isSecretReference(entry[field])) {
      faults.push(`${at}.${field}: secrets do not belong in the file. Write { fromEnv: NAME }`)
    }
  }
  // Names stand where the shapes expect ids; that they lead somewhere is the plan's business.
  const onWire = toIds(
    entry,
    (_to, name) => name,
    () => {},
  ) as Item
  for (const [field, value] of Object.entries(onWire)) {
    const checked = secrets.includes(field) ? undefined : kind.shape[field]?.safeParse(value)
    if (!checked?.error) continue
    faults.push(
      ...checked.error.issues.map(
        ({ path, message }) => `${[`${at}.${field}`, ...path].join('.')}: ${message}`,
      ),
    )
  }
  return faults
}

function findTwins(kind: Kind, items: readonly Item[]): string[] {
  const labels = items.map((item) => labelOf(kind, item))
  return [...new Set(labels.filter((label, index) => labels.indexOf(label) !== index))].map(
    (label) => `${kind.name}: ${label} stands twice`,
  )
}
