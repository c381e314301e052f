// A web app with an embedded agent, in one process: settings in, `listening <url>` out, gone on SIGTERM.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { AgentConnection } from './connect.ts'
import { exchangeToken } from './exchange.ts'
import { homePage, problemPage, STYLE } from './pages.ts'
import { sessionOf, signOut, type User } from './sessions.ts'
import { parseSettings, type Settings } from './settings.ts'
import { SignIn } from './sign-in.ts'

const AGENT = readFileSync(new URL('agent.js', import.meta.url), 'utf8')

function createApp(settings: Settings, origin: string): Hono {
  const signIn = new SignIn(settings, origin)
  const connection = new AgentConnection(settings, origin)
  const app = new Hono()

  app.use(async (c, next) => {
    // A form of another site carries no cookie of ours; a page of another port on this machine would.
    if (c.req.method === 'POST' && c.req.header('origin') !== origin) return c.text('Foreign origin', 403)
    await next()
    const { origin: limen } = new URL(settings.mcpUrl)
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${limen}; base-uri 'none'; frame-ancestors 'none'`,
    )
    c.header('Cache-Control', 'no-store')
  })
  app.onError((error, c) => c.html(problemPage(error.message), 400))

  app.get('/style.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css' }))
  app.get('/agent.js', (c) => c.body(AGENT, 200, { 'Content-Type': 'text/javascript' }))
  app.get('/', (c) => c.html(homePage(settings, sessionOf(c))))
  app.post('/sign-in', async (c) => c.redirect(await signIn.begin(sessionOf(c)), 303))
  app.get('/callback', async (c) => {
    const session = sessionOf(c)
    session.user = await signIn.finish(session, new URL(c.req.url).searchParams)
    return c.redirect('/')
  })
  app.post('/sign-out', (c) => {
    signOut(c)
    return c.redirect('/', 303)
  })

  app.post('/agent/connect', async (c) =>
    c.redirect(await connection.begin(sessionOf(c), requireUser(c)), 303),
  )
  app.get('/agent/callback', async (c) => {
    await connection.finish(sessionOf(c), new URL(c.req.url).searchParams)
    return c.redirect('/')
  })
  // The page's own script asks for these; the user's token for the API stays here.
  app.post('/agent/exchanged-token', async (c) => {
    try {
      const { access_token: token, expires_in: expiresIn } = await exchangeToken(settings, requireUser(c))
      return c.json({ token, expiresIn })
    } catch (error) {
      return c.json({ error: (error as Error).message }, 400)
    }
  })
  app.post('/agent/connected-token', (c) => {
    const { agentToken } = sessionOf(c)
    return agentToken ? c.json({ token: agentToken }) : c.json({ error: 'not connected' }, 400)
  })
  return app
}

function requireUser(c: Context): User {
  const { user } = sessionOf(c)
  if (!user) throw new Error('Sign in first')
  return user
}

const settings = parseSettings(process.env)
// The redirect URIs hold the port, so the app is made once the port is known.
const server = createServer().listen(settings.port, settings.host, () => {
  const { port } = server.address() as AddressInfo
  const origin = `http://${settings.host}:${port}`
  server.on('request', getRequestListener(createApp(settings, origin).fetch))
  console.log(`listening ${origin}`)
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
  })
}
