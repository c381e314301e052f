// The consent page (O14): who asks, where the answer goes, and what for, each scope with its own checkbox.
import { html } from 'hono/html'
import type { ConsentView } from '../../gateway/authorization/contract.ts'
import { displayText } from './display-text.ts'
import { pageResponse, type Markup } from './page.ts'

/**
 * Renders the page. The form posts `handle`, `scope` (one for each ticked box) and `decision` (`allow` or `deny`) to
 * `view.action`; Allow with nothing ticked counts as Deny.
 */
export function consentPage(view: ConsentView, cookies: readonly string[]): Promise<Response> {
  const client = displayText(view.clientName)
  const server = displayText(view.serverName)
  return pageResponse({
    mayHaveOpener: true,
    status: 200,
    title: `Allow ${client}? – ${server}`,
    cookies,
    body: html`
      <h1>Allow <bdi>${client}</bdi> to use <bdi>${server}</bdi>?</h1>
      <p class="quiet">
        It will act for you with the permissions you choose. You sign in with your own account in the next
        step; your password is never shown to it.
      </p>
      <dl>
        <dt>Application</dt>
        <dd><bdi>${client}</bdi></dd>
        <dt>Identity</dt>
        <dd>${identityOf(view)}</dd>
        <dt>Answer goes to</dt>
        <dd><bdi>${displayText(view.redirectHost)}</bdi></dd>
      </dl>
      ${warningOf(view)}
      <form method="post" action="${view.action}">
        <input type="hidden" name="handle" value="${view.handle}" />
        ${scopesOf(view.scopes)}
        ${
          view.remembers
            ? html`<p class="quiet">If you allow this, this browser will not ask again for 30 days.</p>`
            : ''
        }
        <div class="actions">
          <button class="primary" type="submit" name="decision" value="allow">Allow</button>
          <button type="submit" name="decision" value="deny">Deny</button>
        </div>
      </form>
    `,
  })
}

function identityOf(view: ConsentView): Markup | string {
  switch (view.registration) {
    case 'preregistered':
      return 'Registered by an administrator'
    case 'cimd':
      return html`Verified domain <bdi>${displayText(view.clientDomain ?? '')}</bdi>`
    case 'dynamic':
      return 'Registered itself; its name is not verified'
  }
}

function warningOf(view: ConsentView): Markup | string {
  switch (view.redirectKind) {
    case 'loopback':
      return html`<p class="warning" role="note">
        The answer goes to a program on this computer. Any program that runs here could use this name. Go on
        only if you started the sign-in yourself just now.
      </p>`
    case 'private_use':
      return html`<p class="warning" role="note">
        The answer goes to an app installed on this device. Go on only if you started the sign-in in that app
        just now.
      </p>`
    case 'https':
      return ''
  }
}

function scopesOf(scopes: readonly string[]): Markup {
  // A server without scopes: the empty value keeps Allow apart from "nothing ticked", which is Deny.
  if (scopes.length === 0) return html`<input type="hidden" name="scope" value="" />`
  return html`<fieldset>
    <legend>Permissions</legend>
    ${scopes.map(
      (scope) =>
        html`<label class="scope">
          <input type="checkbox" name="scope" value="${scope}" checked />
          <code>${displayText(scope)}</code>
        </label>`,
    )}
  </fieldset>`
}
