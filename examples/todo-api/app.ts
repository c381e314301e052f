// The API: token → scope → operation → answer. RFC 6750 §3 for every refusal.
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { createTokenCheck, InvalidToken, type Caller } from './access-token.ts'
import { createLedger } from './ledger.ts'
import type { Settings } from './settings.ts'
import type { openTodos } from './todos.ts'

const newTodo = z.object({ title: z.string().trim().min(1).max(200) })

export function createApp(settings: Settings, todos: ReturnType<typeof openTodos>) {
  const checkAccessToken = createTokenCheck(settings)
  const ledger = settings.ledger ? createLedger() : undefined
  const app = new Hono<{ Variables: { caller: Caller } }>()

  const withToken = createMiddleware<{ Variables: { caller: Caller } }>(async (c, next) => {
    const [, token] = /^Bearer ([\w\-.~+/]+=*)$/i.exec(c.req.header('authorization') ?? '') ?? []
    if (!token) throw refusal(401, 'Bearer', 'This API needs an access token')
    const caller = await checkAccessToken(token)
    ledger?.checkNotRefused(token, caller)
    c.set('caller', caller)
    await next()
  })

  const withScope = (scope: string) =>
    createMiddleware<{ Variables: { caller: Caller } }>(async (c, next) => {
      if (!c.get('caller').scopes.includes(scope)) {
        throw refusal(
          403,
          `Bearer error="insufficient_scope", scope="${scope}"`,
          `This needs the scope ${scope}`,
        )
      }
      await next()
    })

  if (ledger) {
    app.route('/ledger', ledger.routes)
    app.use(ledger.record)
  }
  app.use(withToken)
  app.get('/me', (c) => c.json(c.get('caller')))
  app.get('/todos', withScope('tickets.read'), (c) => c.json({ todos: todos.list(c.get('caller').sub) }))
  app.post('/todos', withScope('tickets.write'), async (c) => {
    const body = newTodo.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return c.json({ error: 'title must have 1 to 200 characters' }, 400)
    return c.json(todos.add(c.get('caller').sub, body.data.title), 201)
  })
  app.post('/todos/:id{[0-9]+}/complete', withScope('tickets.write'), (c) => {
    const todo = todos.complete(c.get('caller').sub, Number(c.req.param('id')))
    return todo ? c.json(todo) : c.json({ error: 'No such todo' }, 404)
  })

  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    if (error instanceof InvalidToken) {
      return refusal(401, 'Bearer error="invalid_token"', 'The access token is not valid').getResponse()
    }
    console.error(error)
    return c.json({ error: 'The API could not answer' }, 503)
  })
  return app
}

function refusal(status: 401 | 403, challenge: string, message: string): HTTPException {
  const res = Response.json({ error: message }, { status, headers: { 'WWW-Authenticate': challenge } })
  return new HTTPException(status, { res })
}
