// A plan in words for a terminal. No secret stands in it: the file has names of variables only.
import type { Plan, Step } from './make-plan.ts'

const SIGNS = { create: '+', update: '~', remove: '-' } as const
const VALUE_LENGTH_MAX = 100

export function describePlan({ steps, others, unchanged }: Plan): string {
  const lines = steps.flatMap(describeStep)
  const count = (action: Step['action']) => steps.filter((step) => step.action === action).length
  const left = others.length > 0 ? [`Not in the file, left alone (--prune removes them):`] : []
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    ...left,
    ...others.map(({ kind, label }) => `    ${kind.noun} ${label}`),
    ...(left.length > 0 ? [''] : []),
    `${count('create')} to create, ${count('update')} to change, ${count('remove')} to remove, ${unchanged} as they should be.`,
  ].join('\n')
}

function describeStep(step: Step): string[] {
  const head = `  ${SIGNS[step.action]} ${step.kind.noun} ${step.label}`
  if (step.action === 'remove') return [head]
  const secrets = step.secrets.map((field) => `      ${field}: from ${variableOf(step.item[field])}`)
  if (step.action === 'create') return [head, ...secrets]
  const changes = step.changes.map(
    ({ field, before, after }) => `      ${field}: ${show(before)} → ${show(after)}`,
  )
  return [head, ...changes, ...secrets]
}

function variableOf(reference: unknown): string {
  return (reference as { fromEnv: string }).fromEnv
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'not set'
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text
}
