// Every error of the admin API: RFC 9457 problem details with field paths.
import { z } from 'zod'

export const fieldError = z.object({
  /** Dotted path in the request body, or the name of a parameter or header. */
  path: z.string().meta({ example: 'clientRegistration.privateUseRedirectUris.0' }),
  message: z.string(),
})

export const problem = z
  .object({
    type: z.string().meta({
      description: 'URN of the kind of problem: `urn:limen:problem:<code>`',
      example: 'urn:limen:problem:validation',
    }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    requestId: z.string().meta({ description: 'Stands in the log beside what happened' }),
    errors: z.array(fieldError),
    /** Only in 412: the version that stands in the database now. */
    currentVersion: z.int().optional(),
  })
  .meta({
    id: 'Problem',
    example: {
      type: 'urn:limen:problem:validation',
      title: 'The request is not valid',
      status: 422,
      detail: 'scopes.1: "admin" is not among the scopes of the Gateway.',
      requestId: 'req_AAECAwQFBgcICQoLDA0ODw',
      errors: [{ path: 'scopes.1', message: '"admin" is not among the scopes of the Gateway' }],
    },
  })

export type Problem = z.infer<typeof problem>
export type FieldError = z.infer<typeof fieldError>
