// The API in one process: settings in, `listening <url>` out, gone on SIGTERM.
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { parseSettings } from './settings.ts'
import { openTodos } from './todos.ts'

const settings = parseSettings(process.env)
const todos = openTodos(settings.stateFile)
const app = createApp(settings, todos)

const server = serve({ fetch: app.fetch, hostname: settings.host, port: settings.port }, ({ port }) =>
  console.log(`listening http://${settings.host}:${port}`),
)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close(() => todos.close())
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}
