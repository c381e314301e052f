// What a tool's annotations say about its risk (2025-11-25 and 2026-07-28, schema: ToolAnnotations). Pure.
import type { ToolRisk } from '../../schema/tables/tools.ts'
import { isMembers } from './message.ts'

/**
 * Hints default to the worse: not read-only, and then destructive. Anything but the very value that says otherwise is
 * no hint.
 */
export function riskOf(definition: Readonly<Record<string, unknown>>): ToolRisk {
  const annotations = definition['annotations']
  if (!isMembers(annotations)) return 'destructive'
  if (annotations['readOnlyHint'] === true) return 'read'
  return annotations['destructiveHint'] === false ? 'write' : 'destructive'
}
