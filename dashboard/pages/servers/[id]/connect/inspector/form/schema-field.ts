// What a tool's input schema asks for, as fields of a form. What no field can express is entered as JSON. The schema is
// the text of a stranger: its depth and the number of fields it makes are bounded, and nothing outside of it is fetched.
// Pure.

export interface FieldTexts {
  title?: string
  description?: string
  /** JSON Schema `default`: the field begins with it. */
  initial?: unknown
}

export interface Member {
  name: string
  isRequired: boolean
  field: SchemaField
}

export type SchemaField = FieldTexts &
  (
    | { kind: 'text'; format?: string; minLength: number }
    | { kind: 'number'; isInteger: boolean; minimum?: number; maximum?: number }
    | { kind: 'boolean' }
    | { kind: 'choice'; options: readonly { label: string; value: unknown }[] }
    | { kind: 'list'; item: SchemaField }
    | { kind: 'group'; members: readonly Member[] }
    | { kind: 'json' }
  )

type Schema = Readonly<Record<string, unknown>>

const DEPTH_MAX = 6
const OPTIONS_MAX = 200
const MEMBERS_MAX = 100
/** Of a whole schema, since what is bounded at each depth multiplies. */
const FIELDS_MAX = 500
const TEXT_MAX = 600

/** Where in the schema something is read. */
interface Place {
  root: Schema
  depth: number
  /** References that led here: one of them again leads in circles. */
  followed: ReadonlySet<string>
  /** Shared by the whole schema. */
  budget: { fieldsLeft: number }
}

/** Of a whole input schema: a group, also where it names nothing. */
export function readInputSchema(schema: unknown): SchemaField {
  const root = asSchema(schema)
  if (!root) return { kind: 'json' }
  const field = read(root, {
    root,
    depth: 0,
    followed: new Set(),
    budget: { fieldsLeft: FIELDS_MAX },
  })
  return field.kind === 'json' && Object.keys(asSchema(root['properties']) ?? {}).length === 0
    ? isFree(root)
      ? field
      : { kind: 'group', members: [] }
    : field
}

/** An object that names no member and still takes some. */
function isFree(schema: Schema): boolean {
  return (
    schema['additionalProperties'] === true ||
    asSchema(schema['additionalProperties']) !== undefined ||
    ['oneOf', 'anyOf', 'allOf', '$ref', 'patternProperties'].some((word) => schema[word] !== undefined)
  )
}

function read(written: Schema, place: Place): SchemaField {
  const resolved = resolve(written, place)
  if (!resolved || place.depth > DEPTH_MAX) return { kind: 'json', ...textsOf(written) }
  const { schema, followed } = resolved
  const { budget } = place
  const within: Place = { ...place, followed, depth: place.depth + 1 }
  const texts = textsOf(schema)
  const values = schema['enum']
  if (Array.isArray(values)) return choiceOf(values, texts)
  if ('const' in schema) return choiceOf([schema['const']], texts)
  const alternatives = alternativesOf(schema)
  if (alternatives) return readAlternatives(alternatives, schema, within)
  switch (typeOf(schema)) {
    case 'string':
      return {
        kind: 'text',
        minLength: number(schema['minLength']) ?? 0,
        ...(typeof schema['format'] === 'string' ? { format: schema['format'] } : {}),
        ...texts,
      }
    case 'number':
    case 'integer': {
      const minimum = number(schema['minimum'])
      const maximum = number(schema['maximum'])
      return {
        kind: 'number',
        isInteger: typeOf(schema) === 'integer',
        ...(minimum === undefined ? {} : { minimum }),
        ...(maximum === undefined ? {} : { maximum }),
        ...texts,
      }
    }
    case 'boolean':
      return { kind: 'boolean', ...texts }
    case 'array': {
      const items = asSchema(schema['items'])
      if (!items || schema['prefixItems'] !== undefined || budget.fieldsLeft < 1)
        return { kind: 'json', ...texts }
      budget.fieldsLeft -= 1
      return { kind: 'list', item: read(items, within), ...texts }
    }
    case 'object': {
      const properties = Object.entries(asSchema(schema['properties']) ?? {})
      const membersMax = Math.min(MEMBERS_MAX, budget.fieldsLeft)
      if (properties.length === 0 || properties.length > membersMax || schema['allOf'] !== undefined)
        return { kind: 'json', ...texts }
      budget.fieldsLeft -= properties.length
      const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : []
      return {
        kind: 'group',
        members: properties.map(([name, member]) => ({
          name,
          isRequired: required.includes(name),
          field: read(asSchema(member) ?? {}, within),
        })),
        ...texts,
      }
    }
    default:
      return { kind: 'json', ...texts }
  }
}

/** `anyOf` and `oneOf` without null, as languages write an optional value. */
function alternativesOf(schema: Schema): readonly Schema[] | undefined {
  const list = schema['anyOf'] ?? schema['oneOf']
  if (!Array.isArray(list) || schema['properties'] !== undefined) return undefined
  return list.flatMap((one) => {
    const alternative = asSchema(one)
    return alternative && alternative['type'] !== 'null' ? [alternative] : []
  })
}

function readAlternatives(alternatives: readonly Schema[], schema: Schema, within: Place): SchemaField {
  const texts = textsOf(schema)
  const [only] = alternatives
  if (only && alternatives.length === 1) return { ...read(only, within), ...texts }
  if (alternatives.length > 0 && alternatives.every((one) => 'const' in one)) {
    const options = alternatives.map((one) => ({
      label: typeof one['title'] === 'string' ? clip(one['title']) : labelOf(one['const']),
      value: one['const'],
    }))
    return { kind: 'choice', options: options.slice(0, OPTIONS_MAX), ...texts }
  }
  return { kind: 'json', ...texts }
}

function choiceOf(values: readonly unknown[], texts: FieldTexts): SchemaField {
  if (values.length === 0 || values.length > OPTIONS_MAX) return { kind: 'json', ...texts }
  return { kind: 'choice', options: values.map((value) => ({ label: labelOf(value), value })), ...texts }
}

/** Follows `#/…` within the schema; undefined where that leads nowhere, outside, or to where it came from. */
function resolve(
  written: Schema,
  { root, followed: before }: Place,
): { schema: Schema; followed: ReadonlySet<string> } | undefined {
  const followed = new Set(before)
  let current = written
  for (let hops = 0; current['$ref'] !== undefined; hops += 1) {
    const reference = current['$ref']
    if (typeof reference !== 'string' || !reference.startsWith('#/') || hops === DEPTH_MAX) return undefined
    if (followed.has(reference)) return undefined
    followed.add(reference)
    let target: unknown = root
    for (const step of reference.slice(2).split('/')) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
      const holder = asSchema(target)
      target = holder && Object.hasOwn(holder, name) ? holder[name] : undefined
    }
    const found = asSchema(target)
    if (!found) return undefined
    const { $ref: _followed, ...rest } = current
    current = { ...found, ...rest }
  }
  return { schema: current, followed }
}

function typeOf(schema: Schema): string | undefined {
  const { type } = schema
  if (typeof type === 'string') return type
  if (Array.isArray(type)) {
    const [only, ...others] = type.filter((one) => one !== 'null')
    return others.length === 0 && typeof only === 'string' ? only : undefined
  }
  if (schema['properties'] !== undefined) return 'object'
  return schema['items'] === undefined ? undefined : 'array'
}

function textsOf(schema: Schema): FieldTexts {
  const { title, description } = schema
  return {
    ...(typeof title === 'string' ? { title: clip(title) } : {}),
    ...(typeof description === 'string' ? { description: clip(description) } : {}),
    ...('default' in schema ? { initial: schema['default'] } : {}),
  }
}

function clip(text: string): string {
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text
}

function labelOf(value: unknown): string {
  return clip(typeof value === 'string' ? value : JSON.stringify(value))
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function asSchema(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined
}
