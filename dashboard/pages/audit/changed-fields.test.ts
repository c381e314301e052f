import { expect, it } from 'vitest'
import { changedFields, shownValue } from './changed-fields.ts'

it('one switch in a large thing is one line', () => {
  const before = {
    name: 'Desk',
    passthrough: { scopes: ['a'], verification: null },
    version: 1,
    updatedAt: 1,
  }
  const after = {
    name: 'Desk',
    passthrough: { scopes: ['a', 'b'], verification: null },
    version: 2,
    updatedAt: 2,
  }
  expect(changedFields(before, after)).toEqual([
    { path: 'passthrough.scopes', before: ['a'], after: ['a', 'b'] },
  ])
})

it('what was made or deleted is told field by field', () => {
  expect(changedFields(null, { name: 'Desk', user: { email: 'a@b.c' } })).toEqual([
    { path: 'name', before: undefined, after: 'Desk' },
    { path: 'user', before: undefined, after: { email: 'a@b.c' } },
  ])
  expect(changedFields({ name: 'Desk' }, null)).toEqual([{ path: 'name', before: 'Desk', after: undefined }])
  expect(changedFields(null, null)).toEqual([])
})

it('a part that came or went is one line, and a list is never taken for a record', () => {
  expect(changedFields({ a: null, list: [1] }, { a: { b: 1 }, list: { 0: 1 } })).toEqual([
    { path: 'a', before: null, after: { b: 1 } },
    { path: 'list', before: [1], after: { 0: 1 } },
  ])
})

it('an absent, an empty and a missing value are told apart', () => {
  expect([undefined, null, '', [], false].map(shownValue)).toEqual([
    '(none)',
    '(empty)',
    '(empty text)',
    '(none)',
    'false',
  ])
})
