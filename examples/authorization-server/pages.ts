// The two pages a person sees. Plain forms: they work without script, with a keyboard and with a screen reader.
import { html, type Html } from './html.ts'

export interface LoginPage {
  action: string
  clientName: string
  /** What the client says about who should sign in; shown, never trusted. */
  loginHint: string | undefined
  /** What was typed before, after a failed attempt. */
  login: string | undefined
  failed: boolean
}

export function loginPage(facts: LoginPage): Html {
  return page(
    'Sign in',
    html`<h1>Sign in</h1>
      <p>to continue to <strong>${facts.clientName}</strong></p>
      ${facts.loginHint ? html`<p>The application asks for <strong>${facts.loginHint}</strong>.</p>` : ''}
      ${facts.failed ? html`<p class="error" role="alert">Login name or password is wrong.</p>` : ''}
      <form method="post" action="${facts.action}">
        <label for="login">Login name or e-mail</label>
        <input
          id="login"
          name="login"
          autocomplete="username"
          autocapitalize="none"
          required
          value="${facts.login ?? facts.loginHint ?? ''}"
        />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <button name="decision" value="allow">Sign in</button>
        <button name="decision" value="deny" class="quiet" formnovalidate>Cancel</button>
      </form>`,
  )
}

export interface ConsentPage {
  action: string
  clientName: string
  redirectHost: string
  scopes: string[]
}

export function consentPage(facts: ConsentPage): Html {
  return page(
    'Allow access',
    html`<h1>Allow access?</h1>
      <p>
        <strong>${facts.clientName}</strong> registered itself and will send you back to
        <strong>${facts.redirectHost}</strong>. It asks for:
      </p>
      <ul>
        ${facts.scopes.map((scope) => html`<li><code>${scope}</code></li>`)}
      </ul>
      <form method="post" action="${facts.action}">
        <button name="decision" value="allow">Allow</button>
        <button name="decision" value="deny" class="quiet">Deny</button>
      </form>`,
  )
}

export function errorPage(facts: object): Html {
  return page(
    'Something went wrong',
    html`<h1>Something went wrong</h1>
      <dl>
        ${Object.entries(facts).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${String(value)}</dd>`,
        )}
      </dl>`,
  )
}

function page(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Example sign-in</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`
}
