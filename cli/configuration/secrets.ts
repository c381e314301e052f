// Secrets in a configuration file: `{ fromEnv: NAME }`, never their values.
import { UsageError } from '../usage-error.ts'
import type { Kind } from './kinds/kind.ts'

export interface SecretReference {
  fromEnv: string
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

export function isSecretReference(value: unknown): value is SecretReference {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    'fromEnv' in value &&
    typeof value.fromEnv === 'string' &&
    NAME.test(value.fromEnv)
  )
}

/**
 * The value: text, or for a map such as static headers the JSON object that the variable holds. Throws UsageError where
 * the variable is not set.
 */
export function readSecretVariable(
  { fromEnv }: SecretReference,
  field: string,
  environment: NodeJS.ProcessEnv,
): unknown {
  const value = environment[fromEnv]
  if (value === undefined || value === '')
    throw new UsageError(`the variable ${fromEnv} is needed and not set.`)
  if (!MAPS.has(field)) return value
  try {
    return JSON.parse(value)
  } catch {
    throw new UsageError(`the variable ${fromEnv} must hold a JSON object such as {"x-api-key":"…"}.`)
  }
}

/** A name for the variable of an exported secret, from what it belongs to. */
export function variableFor(kind: Kind, label: string, field: string): string {
  return [kind.noun, label, field]
    .map((part) => part.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_'))
    .join('_')
    .replace(/_+/g, '_')
    .replace(/_$/, '')
    .toUpperCase()
}

const MAPS: ReadonlySet<string> = new Set(['staticHeaders', 'staticQuery'])
