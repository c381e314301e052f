// For tests: what was called and how it was answered, and a switch that makes the API refuse the tokens it has seen.
import { createHash } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { InvalidToken, type Caller } from './access-token.ts'

export function createLedger() {
  const calls: { operation: string; status: number; sub: string | undefined }[] = []
  const seen = new Map<string, Set<string>>()
  const refused = new Set<string>()
  const digest = (token: string) => createHash('sha256').update(token).digest('base64url')

  const record: MiddlewareHandler<{ Variables: { caller?: Caller } }> = async (c, next) => {
    await next()
    calls.push({
      operation: `${c.req.method} ${c.req.path}`,
      status: c.res.status,
      sub: c.get('caller')?.sub,
    })
  }

  const routes = new Hono()
    .get('/', (c) => c.json({ calls }))
    /** `?user=` is a subject or an e-mail address; only tokens that were used here before are refused. */
    .post('/refuse', (c) => {
      const tokens = seen.get(c.req.query('user') ?? '') ?? new Set()
      for (const token of tokens) refused.add(token)
      return c.json({ tokensRefused: tokens.size })
    })

  return {
    record,
    routes,
    checkNotRefused(token: string, caller: Caller): void {
      const id = digest(token)
      for (const user of [caller.sub, caller.email ?? '']) {
        seen.set(user, (seen.get(user) ?? new Set()).add(id))
      }
      if (refused.has(id)) throw new InvalidToken('This token is refused')
    },
  }
}
