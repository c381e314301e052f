import { expect, it } from 'vitest'
import { budgetStateOf, toneOf } from './limit-state.ts'

it.each([
  ['healthy', { enabled: true }, { status: 'healthy', remaining: 5 }],
  ['nearly_spent', { enabled: true }, { status: 'warning', remaining: 1 }],
  ['spent', { enabled: true }, { status: 'blocked', remaining: 0 }],
  ['off', { enabled: false }, { status: 'blocked', remaining: 0 }],
  [undefined, { enabled: true }, undefined],
] as const)('%s', (state, budget, snapshot) => {
  expect(budgetStateOf(budget, snapshot)).toBe(state)
})

it('a budget that only warns is spent too when nothing is left, and refuses nothing', () => {
  expect(budgetStateOf({ enabled: true }, { status: 'warning', remaining: 0 })).toBe('spent')
  expect(toneOf('spent', 'warn')).toBe('warn')
  expect(toneOf('spent', 'block')).toBe('bad')
})
