// What is said of a tool in one or two words.
import type { ToolPolicyView } from '../../../../../schema/api/tools.ts'
import type { Tone } from '../../../../ui/badge.tsx'

export type ToolState = NonNullable<ToolPolicyView['catalogue']>['state']
export type ToolRisk = ToolPolicyView['effective']['risk']

interface Words {
  label: string
  tone: Tone
}

export const STATES: Readonly<Record<ToolState, Words>> = {
  new: { label: 'New', tone: 'accent' },
  changed: { label: 'Changed', tone: 'warn' },
  approved: { label: 'Approved', tone: 'ok' },
  removed: { label: 'Removed', tone: 'neutral' },
}

export const NEVER_SEEN: Words = { label: 'Never seen', tone: 'neutral' }

export const RISKS: Readonly<Record<ToolRisk, Words>> = {
  read: { label: 'Reads', tone: 'neutral' },
  write: { label: 'Writes', tone: 'warn' },
  destructive: { label: 'Destroys', tone: 'bad' },
}

export function stateWords(tool: Pick<ToolPolicyView, 'catalogue'>): Words {
  if (isPinnedAgain(tool)) return { label: 'Changed and back', tone: 'warn' }
  return tool.catalogue ? STATES[tool.catalogue.state] : NEVER_SEEN
}

/** It changed, and its runtime shows the definition of before again; only an approval ends the change. */
export function isPinnedAgain({ catalogue }: Pick<ToolPolicyView, 'catalogue'>): boolean {
  return catalogue?.state === 'changed' && catalogue.seenHash === catalogue.hash
}

/** Something that stands between "enabled" and clients; undefined where nothing does. */
export function offerNote({ effective, catalogue }: ToolPolicyView): string | undefined {
  if (catalogue?.state === 'removed') return 'Gone from the runtime'
  if (!effective.enabled || effective.offer === 'offered') return undefined
  return effective.offer === 'blocked' ? 'Calls are blocked until approved' : 'Hidden until approved'
}

/** Its definition waits for somebody to look at it. */
export function isWaiting({ catalogue }: Pick<ToolPolicyView, 'catalogue'>): boolean {
  return catalogue?.state === 'new' || catalogue?.state === 'changed'
}

/** The definition that an approval names: the one that is there now. */
export function approvalOf({ name, catalogue }: Pick<ToolPolicyView, 'name' | 'catalogue'>) {
  return catalogue ? [{ name, hash: catalogue.seenHash ?? catalogue.hash }] : []
}
