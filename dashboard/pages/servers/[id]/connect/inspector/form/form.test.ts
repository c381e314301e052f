import { describe, expect, it } from 'vitest'
import { argumentsOf, initialDraft, withMember, type Draft } from './draft.ts'
import { readInputSchema, type SchemaField } from './schema-field.ts'

/** Arguments that come of what is typed over the beginning of the form. */
function fill(schema: unknown, typed: Record<string, Draft>) {
  const field = readInputSchema(schema)
  let draft = initialDraft(field)
  for (const [name, value] of Object.entries(typed)) draft = withMember(draft, name, value)
  return argumentsOf(field, draft)
}

const object = (properties: object, required: string[] = []) => ({ type: 'object', properties, required })

describe('each type becomes a value of that type', () => {
  it.each([
    ['string', { type: 'string' }, 'a', 'a'],
    ['number', { type: 'number' }, '1.5', 1.5],
    ['integer', { type: 'integer' }, '3', 3],
    ['boolean', { type: 'boolean' }, 'false', false],
    ['enum', { enum: ['low', 'high', 3] }, '2', 3],
    ['titled alternatives', { oneOf: [{ const: 'a', title: 'First' }, { const: 'b' }] }, '1', 'b'],
    ['list', { type: 'array', items: { type: 'integer' } }, ['1', '2'], [1, 2]],
    ['optional of Python', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'x', 'x'],
    ['type list', { type: ['integer', 'null'] }, '4', 4],
    ['reference', { $ref: '#/$defs/Size' }, '1', 'big'],
    ['free object', { type: 'object' }, '{"a":1}', { a: 1 }],
    ['union', { anyOf: [{ type: 'string' }, { type: 'number' }] }, '"x"', 'x'],
    ['tuple', { type: 'array', prefixItems: [{ type: 'string' }] }, '["x"]', ['x']],
    ['anything', {}, 'null', null],
  ])('%s', (_what, schema, typed, value) => {
    const root = { ...object({ it: schema }, ['it']), $defs: { Size: { enum: ['small', 'big'] } } }
    expect(fill(root, { it: typed })).toEqual({ ok: true, value: { it: value } })
  })

  it('nested objects and lists of objects', () => {
    const address = object({ city: { type: 'string' }, zip: { type: 'integer' } }, ['city'])
    const schema = object({ home: address, others: { type: 'array', items: address } }, ['home'])
    expect(fill(schema, { home: { city: 'Rome', zip: '' }, others: [{ city: 'Oslo', zip: '7' }] })).toEqual({
      ok: true,
      value: { home: { city: 'Rome' }, others: [{ city: 'Oslo', zip: 7 }] },
    })
  })
})

describe('what is left empty', () => {
  const member = object({ a: { type: 'string' } }, ['a'])
  const schema = object(
    {
      text: { type: 'string' },
      flag: { type: 'boolean' },
      list: { type: 'array', items: {} },
      group: member,
    },
    [],
  )

  it('is left out where it may be', () => {
    expect(fill(schema, {})).toEqual({ ok: true, value: {} })
  })

  it('is asked for where it is required, at its path', () => {
    const required = { ...schema, required: ['text', 'flag', 'list', 'group'] }
    const answer = fill(required, {})
    expect(answer.ok === false && [...answer.errors.keys()]).toEqual(['text', 'flag', 'group.a'])
  })

  it('begins with the default', () => {
    const withDefaults = object({
      n: { type: 'integer', default: 5 },
      mode: { enum: ['a', 'b'], default: 'b' },
    })
    expect(fill(withDefaults, {})).toEqual({ ok: true, value: { n: 5, mode: 'b' } })
  })
})

it.each([
  [{ type: 'integer' }, '1.5', 'Enter a whole number.'],
  [{ type: 'number' }, 'x', 'Enter a number.'],
  [{ type: 'number', minimum: 2 }, '1', 'At least 2.'],
  [{ type: 'string', minLength: 3 }, 'ab', 'At least 3 characters.'],
])('%j does not take %j', (schema, typed, message) => {
  const answer = fill(object({ it: schema }), { it: typed })
  expect(answer.ok === false && answer.errors.get('it')).toBe(message)
})

it('a schema that leads in circles, outside or nowhere is entered as JSON', () => {
  const circle = { type: 'object', properties: { next: { $ref: '#' } }, $defs: { a: { $ref: '#/$defs/a' } } }
  expect(readInputSchema(circle)).toMatchObject({ members: [{ field: { kind: 'json' } }] })
  const references = ['https://example.com/schema', '#/$defs/a', '#/$defs/none']
  for (const $ref of references)
    expect(readInputSchema({ ...object({ it: { $ref } }), $defs: circle.$defs })).toMatchObject({
      members: [{ field: { kind: 'json' } }],
    })
  const deep = {
    ...object({ child: { $ref: '#/$defs/node' } }),
    $defs: { node: object({ child: { $ref: '#/$defs/node' } }) },
  }
  expect(JSON.stringify(readInputSchema(deep)).length).toBeLessThan(2_000)
})

/** How many inputs a form has. */
function countOf(field: SchemaField): number {
  if (field.kind === 'list') return 1 + countOf(field.item)
  return field.kind === 'group' ? field.members.reduce((sum, member) => sum + countOf(member.field), 0) : 1
}

const hundred = ($ref: string) =>
  object(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`m${index}`, { $ref }])))

it('a reference that repeats on its own chain is entered as JSON, beside others it is not', () => {
  const field = readInputSchema({ $ref: '#/$defs/x', $defs: { x: hundred('#/$defs/x') } })
  expect(field.kind === 'group' && new Set(field.members.map((member) => member.field.kind))).toEqual(
    new Set(['json']),
  )
  expect(countOf(field)).toBe(100)
  const twice = {
    ...object({ from: { $ref: '#/$defs/place' }, to: { $ref: '#/$defs/place' } }),
    $defs: { place: object({ city: { type: 'string' } }) },
  }
  expect(readInputSchema(twice)).toMatchObject({
    members: [{ field: { kind: 'group' } }, { field: { kind: 'group' } }],
  })
})

it('a whole schema makes no more fields than a page can hold', () => {
  const field = readInputSchema({
    $ref: '#/$defs/a',
    $defs: { a: hundred('#/$defs/b'), b: hundred('#/$defs/c'), c: hundred('#/$defs/d'), d: hundred('#') },
  })
  expect(countOf(field)).toBeGreaterThan(100)
  expect(countOf(field)).toBeLessThanOrEqual(500)
})

it('a member called __proto__ is a member like any other', () => {
  const schema = JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}') as unknown
  const answer = fill(schema, JSON.parse('{"__proto__":"x"}') as Record<string, Draft>)
  expect(answer.ok && JSON.stringify(answer.value)).toBe('{"__proto__":"x"}')
})

it('a tool without arguments has an empty form, one that takes any has JSON', () => {
  expect(readInputSchema({ type: 'object' })).toEqual({ kind: 'group', members: [] })
  expect(readInputSchema({ type: 'object', additionalProperties: true })).toEqual({ kind: 'json' })
})

it('defaults make no more fields or text than a page can hold, and are whole or left out', () => {
  const many = Array.from({ length: 5_000 }, () => [{}, {}])
  const schema = object({
    few: { type: 'array', items: { type: 'integer' }, default: [1, 2] },
    many: { type: 'array', items: { type: 'array', items: hundred('#') }, default: many },
    long: { type: 'string', default: 'x'.repeat(100_000) },
  })
  const draft = initialDraft(readInputSchema(schema))
  expect(draft).toMatchObject({ few: ['1', '2'], many: [], long: '' })
})
