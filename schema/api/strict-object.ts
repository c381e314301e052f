// Objects that refuse unknown fields (S13, no mass assignment) and say which fields exist.
import { z } from 'zod'

/** A request body: a field that is not in `shape` is an error that names it and the fields there are. */
export function strictObject<S extends z.core.$ZodLooseShape>(shape: S) {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown field; remove it (known fields: ${known.join(', ')})`
        : undefined,
  })
}
