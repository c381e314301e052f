// Request parameters, each at most once (RFC 6749 §3.1 and §3.2). Pure.

/** A parameter stands twice. `name` is one of ours, never user text. */
export class RepeatedParameterError extends Error {
  override name = 'RepeatedParameterError'
}

/**
 * Reads the named parameters of a query or form. An empty value counts as absent (RFC 6749 §3.1); unknown parameters
 * are ignored (O12). Throws RepeatedParameterError.
 */
export function readParameters<Name extends string>(
  text: string,
  names: readonly Name[],
): Readonly<Partial<Record<Name, string>>> {
  const all = new URLSearchParams(text)
  const found: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const values = all.getAll(name)
    if (values.length > 1) throw new RepeatedParameterError(`The parameter "${name}" must not be repeated.`)
    if (values[0]) found[name] = values[0]
  }
  return found
}
