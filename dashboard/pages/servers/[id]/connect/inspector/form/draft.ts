// What is typed into the fields of a tool, and the arguments that come of it. Pure.
import type { Member, SchemaField } from './schema-field.ts'

/** Text of a field, the drafts of a list, or those of a group by name. A choice is the index of its option. */
export type Draft = string | readonly Draft[] | DraftGroup
export interface DraftGroup {
  readonly [name: string]: Draft
}

export type Arguments =
  | { ok: true; value: Record<string, unknown> }
  /** What is wrong, by the path of its field. */
  | { ok: false; errors: ReadonlyMap<string, string> }

export function textOf(draft: Draft | undefined): string {
  return typeof draft === 'string' ? draft : ''
}

export function listOf(draft: Draft | undefined): readonly Draft[] {
  return Array.isArray(draft) ? draft : []
}

export function memberOf(draft: Draft | undefined, name: string): Draft | undefined {
  return typeof draft === 'object' && !isList(draft) && Object.hasOwn(draft, name) ? draft[name] : undefined
}

export function withMember(draft: Draft | undefined, name: string, value: Draft): Draft {
  const before = typeof draft === 'object' && !isList(draft) ? draft : {}
  return Object.fromEntries([...Object.entries(before).filter(([other]) => other !== name), [name, value]])
}

/** Of all defaults of a form together: they are text of a stranger, as its schema is. */
const FIELDS_MAX = 500
const CHARACTERS_MAX = 10_000

interface Budget {
  fieldsLeft: number
}

/** What the schema begins with. A default that would make too many fields, or too long a text, is left out. */
export function initialDraft(field: SchemaField): Draft {
  return draftOf(field, field.initial, { fieldsLeft: FIELDS_MAX })
}

/** The draft that stands for a value; an empty one where there is none, or it does not fit. */
function draftOf(field: SchemaField, value: unknown, budget: Budget): Draft {
  budget.fieldsLeft -= 1
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? bounded(value) : ''
    case 'number':
      return typeof value === 'number' ? String(value) : ''
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : ''
    case 'choice': {
      const text = JSON.stringify(value)
      const index = field.options.findIndex((option) => JSON.stringify(option.value) === text)
      return value === undefined || index === -1 ? '' : String(index)
    }
    case 'json':
      return value === undefined || value === null ? '' : bounded(JSON.stringify(value, null, 2))
    case 'list':
      return Array.isArray(value) ? listDraft(field.item, value, budget) : []
    case 'group': {
      const given: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {}
      return Object.fromEntries(
        field.members.map(({ name, field: member }) => [
          name,
          draftOf(member, Object.hasOwn(given, name) ? given[name] : member.initial, budget),
        ]),
      )
    }
  }
}

/** All of it or nothing: a part would be another default. */
function listDraft(item: SchemaField, values: readonly unknown[], budget: Budget): Draft {
  const drafts: Draft[] = []
  for (const value of values) {
    if (budget.fieldsLeft < 1) return []
    drafts.push(draftOf(item, value, budget))
  }
  return drafts
}

function bounded(text: string): string {
  return text.length > CHARACTERS_MAX ? '' : text
}

export function argumentsOf(field: SchemaField, draft: Draft): Arguments {
  const errors = new Map<string, string>()
  const value = valueOf(field, draft, { path: '', isRequired: true, errors })
  if (errors.size === 0 && typeof value === 'object' && value !== null && !Array.isArray(value))
    return { ok: true, value: { ...value } }
  if (errors.size === 0) errors.set('', 'Enter a JSON object.')
  return { ok: false, errors }
}

interface Place {
  path: string
  isRequired: boolean
  errors: Map<string, string>
}

/** Undefined: the field is left out. */
function valueOf(field: SchemaField, draft: Draft | undefined, place: Place): unknown {
  switch (field.kind) {
    case 'group':
      return groupValue(field.members, draft, place)
    case 'list': {
      const drafts = listOf(draft)
      if (drafts.length === 0 && !place.isRequired) return undefined
      return drafts.map((item, index) =>
        valueOf(field.item, item, { ...place, path: joined(place.path, String(index)), isRequired: true }),
      )
    }
    default:
      return scalarValue(field, textOf(draft), place)
  }
}

function groupValue(members: readonly Member[], draft: Draft | undefined, place: Place): unknown {
  const isUntouched = !place.isRequired && members.every(({ name }) => isEmpty(memberOf(draft, name)))
  if (isUntouched) return undefined
  const entries = members.flatMap(({ name, isRequired, field }) => {
    const value = valueOf(field, memberOf(draft, name), {
      ...place,
      path: joined(place.path, name),
      isRequired,
    })
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(entries)
}

function scalarValue(
  field: Exclude<SchemaField, { kind: 'group' | 'list' }>,
  text: string,
  { path, isRequired, errors }: Place,
): unknown {
  const fail = (message: string) => void errors.set(path, message)
  if (field.kind === 'text') {
    if (text === '') return isRequired ? fail('Enter a text.') : undefined
    return text.length < field.minLength ? fail(`At least ${field.minLength} characters.`) : text
  }
  if (text.trim() === '') return isRequired ? fail(MISSING[field.kind]) : undefined
  switch (field.kind) {
    case 'number': {
      const value = Number(text)
      if (!Number.isFinite(value)) return fail('Enter a number.')
      if (field.isInteger && !Number.isInteger(value)) return fail('Enter a whole number.')
      if (field.minimum !== undefined && value < field.minimum) return fail(`At least ${field.minimum}.`)
      if (field.maximum !== undefined && value > field.maximum) return fail(`At most ${field.maximum}.`)
      return value
    }
    case 'boolean':
      return text === 'true'
    case 'choice':
      return field.options[Number(text)]?.value
    case 'json':
      try {
        return JSON.parse(text) as unknown
      } catch (error) {
        return fail(`This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}`)
      }
  }
}

const MISSING = {
  number: 'Enter a number.',
  boolean: 'Choose one.',
  choice: 'Choose one.',
  json: 'Enter a JSON value.',
} as const

function isEmpty(draft: Draft | undefined): boolean {
  if (draft === undefined || typeof draft === 'string') return (draft ?? '') === ''
  return isList(draft) ? draft.length === 0 : Object.values(draft).every(isEmpty)
}

function isList(draft: readonly Draft[] | DraftGroup): draft is readonly Draft[] {
  return Array.isArray(draft)
}

export function joined(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`
}
