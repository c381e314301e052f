// Comparing what is wanted with what stands. Pure.
import type { Item } from './kinds/kind.ts'

/** Whether what stands has everything that is wanted; a part that the file leaves out is left alone. */
export function isCovered(wanted: unknown, standing: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(standing) &&
      wanted.length === standing.length &&
      wanted.every((entry, index) => isCovered(entry, standing[index]))
    )
  }
  if (isObject(wanted)) {
    return isObject(standing) && Object.keys(wanted).every((key) => isCovered(wanted[key], standing[key]))
  }
  return wanted === (standing ?? null) || wanted === standing
}

export function isObject(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
