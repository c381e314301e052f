// Fields of a server.json that its schema does not have. They are reported, never dropped silently. Pure.

/** Null: whatever stands there is known. `each` is for arrays, `map` for objects with names of their own. */
type Known = null | { fields: Readonly<Record<string, Known>> } | { each: Known } | { map: Known }

const INPUT_FIELDS: Readonly<Record<string, Known>> = {
  description: null,
  isRequired: null,
  isSecret: null,
  format: null,
  value: null,
  default: null,
  placeholder: null,
  choices: null,
}
const VARIABLES: Known = { map: { fields: INPUT_FIELDS } }
const KEY_VALUE: Known = { fields: { ...INPUT_FIELDS, name: null, variables: VARIABLES } }
const ARGUMENT: Known = {
  fields: {
    ...INPUT_FIELDS,
    variables: VARIABLES,
    type: null,
    name: null,
    valueHint: null,
    isRepeated: null,
  },
}
const TRANSPORT: Readonly<Record<string, Known>> = {
  type: null,
  url: null,
  headers: { each: KEY_VALUE },
  variables: VARIABLES,
}
const PACKAGE: Known = {
  fields: {
    registryType: null,
    registryBaseUrl: null,
    identifier: null,
    version: null,
    fileSha256: null,
    runtimeHint: null,
    transport: { fields: TRANSPORT },
    runtimeArguments: { each: ARGUMENT },
    packageArguments: { each: ARGUMENT },
    environmentVariables: { each: KEY_VALUE },
  },
}
const SERVER: Known = {
  fields: {
    $schema: null,
    name: null,
    title: null,
    description: null,
    version: null,
    websiteUrl: null,
    icons: { each: { fields: { src: null, mimeType: null, sizes: null, theme: null } } },
    repository: { fields: { url: null, source: null, id: null, subfolder: null } },
    packages: { each: PACKAGE },
    remotes: { each: { fields: TRANSPORT } },
    /** Extensions by their publishers: known to have no effect here. */
    _meta: null,
  },
}

/** Dotted paths, in the order of the document. */
export function unknownFields(document: unknown): string[] {
  return walk(document, SERVER, [])
}

function walk(value: unknown, known: Known, path: readonly string[]): string[] {
  if (known === null || typeof value !== 'object' || value === null) return []
  if ('each' in known) {
    return Array.isArray(value)
      ? value.flatMap((item, index) => walk(item, known.each, [...path, String(index)]))
      : []
  }
  return Object.entries(value).flatMap(([name, member]) => {
    const at = [...path, name]
    if ('map' in known) return walk(member, known.map, at)
    const inner = Object.hasOwn(known.fields, name) ? known.fields[name] : undefined
    return inner === undefined ? [at.join('.')] : walk(member, inner, at)
  })
}
