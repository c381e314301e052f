// The pages of the app. What other parties say is escaped by html``.
import { html } from 'hono/html'
import type { Session } from './sessions.ts'
import type { Settings } from './settings.ts'

type Markup = ReturnType<typeof html>

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
section { border: 1px solid; border-radius: 0.5rem; padding: 1rem; margin: 1rem 0; }
button { font: inherit; padding: 0.5rem 1rem; margin: 0 0.5rem 0.5rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; min-height: 3rem; }
`

export function homePage(settings: Settings, { user, agentToken }: Session): Markup {
  if (!user) {
    return page(
      html`<h1>Host app</h1>
        <p>You are not signed in.</p>
        <form method="post" action="/sign-in"><button>Sign in</button></form>`,
    )
  }
  return page(
    html`<h1>Host app</h1>
      <p>Signed in as <strong>${user.name}</strong> (${user.email}).</p>
      <form method="post" action="/sign-out"><button>Sign out</button></form>
      <section data-mcp-url="${settings.mcpUrl}">
        <h2>Assistant</h2>
        <p>It uses a server behind Limen as you.</p>
        <button data-token-from="/agent/exchanged-token">Ask with my sign-in here</button>
        ${
          agentToken
            ? html`<button data-token-from="/agent/connected-token">Ask with my connection</button>`
            : html`<form method="post" action="/agent/connect"><button>Connect the assistant</button></form>`
        }
        <pre data-said aria-live="polite"></pre>
      </section>
      <script type="module" src="/agent.js"></script>`,
  )
}

export function problemPage(message: string): Markup {
  return page(
    html`<h1>That did not work</h1>
      <p>${message}</p>
      <p><a href="/">Back</a></p>`,
  )
}

function page(body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Host app</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`
}

export { STYLE }
