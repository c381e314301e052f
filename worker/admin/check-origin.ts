// A browser sends cookies by itself, so a write with one must come from our own page (S13). `SameSite` alone does not
// keep out other hosts of one site.
import type { Context } from 'hono'
import { settingsOf } from '../environment.ts'
import { AdminProblem } from './admin-problem.ts'
import type { AdminEnv } from './context.ts'

/** Throws AdminProblem `forbidden` for a write whose `Origin` is absent or not the dashboard's. */
export function checkOrigin(c: Context<AdminEnv>): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return
  const { writeOrigins } = settingsOf(c.env).signIn()
  const origin = c.req.header('origin')
  if (origin !== undefined && writeOrigins.includes(origin)) return
  throw new AdminProblem(
    'forbidden',
    `A write with a session must come from a page of ${writeOrigins.join(' or ')} (the Origin header says otherwise, or is missing).`,
  )
}
