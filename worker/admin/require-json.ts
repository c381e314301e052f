// Bodies of the admin API are JSON and small (S13: JSON only, so that no plain form can reach it).
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { AdminProblem } from './admin-problem.ts'
import type { AdminEnv } from './context.ts'

export const BODY_BYTES_MAX = 256 * 1024

/** 415 for every write whose content type is not JSON, also where it has no body worth speaking of. */
export const requireJson = createMiddleware<AdminEnv>(async (c, next) => {
  const method = c.req.method
  const isWrite = method === 'POST' || method === 'PUT' || method === 'PATCH'
  const contentType = c.req.header('content-type')
  const hasBody = c.req.raw.body !== null
  if ((isWrite && hasBody) || contentType !== undefined) {
    const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase()
    if (mediaType !== 'application/json') {
      throw new AdminProblem('unsupported_media_type', 'Send `Content-Type: application/json`.')
    }
  }
  await next()
})

export const limitBody = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: () => {
    throw new AdminProblem('body_too_large', `The body may have ${BODY_BYTES_MAX} bytes at most.`)
  },
})
