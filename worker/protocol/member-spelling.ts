// Some JSON decoders match member names without regard to case, the last one winning: for them `"Method"` overrides the
// `"method"` that was decided about. A second spelling of a member that policy reads is therefore refused (M2). Pure.
import { MessageRefusal } from './message-refusal.ts'

const ENVELOPE = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error'])
/** What policy, agreement checks and the task rules read inside `params`. */
const PARAMS = new Set(['name', 'uri', 'taskId', '_meta', 'arguments'])
const PARAMS_FOLDED = new Map([...PARAMS].map((name) => [fold(name), name]))

/** Throws MessageRefusal. */
export function checkMemberSpelling(message: Readonly<Record<string, unknown>>, rawId?: string): void {
  for (const name of Object.keys(message)) {
    if (!ENVELOPE.has(name) && ENVELOPE.has(fold(name))) refuse(rawId)
  }
  const { params } = message
  if (typeof params !== 'object' || params === null) return
  for (const name of Object.keys(params)) {
    if (!PARAMS.has(name) && PARAMS_FOLDED.has(fold(name))) refuse(rawId)
  }
}

/** Simple case folding as decoders do it; `ſ` and the Kelvin sign fold to `s` and `k`. */
function fold(name: string): string {
  return name.toUpperCase().toLowerCase()
}

function refuse(rawId: string | undefined): never {
  throw new MessageRefusal('a member whose name differs from a protocol member only by case', rawId)
}
