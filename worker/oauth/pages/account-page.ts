// The page that stops a sign-in with another account than the app spoke of (product.md §5): both named as plain text,
// the app's word marked as such, and no way on as the other account.
import { html } from 'hono/html'
import type { AccountView, NamedAccount } from '../../gateway/authorization/contract.ts'
import { displayText } from './display-text.ts'
import { pageResponse, type Markup } from './page.ts'

/** The form posts `state` and `decision` (`switch` or `cancel`) to `view.action`. */
export function accountPage(view: AccountView, cookies: readonly string[]): Promise<Response> {
  const client = displayText(view.clientName)
  return pageResponse({
    mayHaveOpener: true,
    status: 403,
    title: 'Another account is signed in',
    cookies,
    body: html`
      <h1>Another account is signed in</h1>
      <p>
        <bdi>${client}</bdi> works for one account and you signed in with another. To use
        <bdi>${displayText(view.serverName)}</bdi> there, sign in with the account it works for.
      </p>
      <section class="account" aria-labelledby="actual">
        <h2 id="actual">You signed in as</h2>
        ${accountOf(view.actual)}
        ${
          view.isEmailUnverified
            ? html`<p class="quiet">The sign-in service has not verified this e-mail address.</p>`
            : ''
        }
      </section>
      <section class="account" aria-labelledby="expected">
        <h2 id="expected"><bdi>${client}</bdi> says it works for</h2>
        ${accountOf(view.expected)}
        <p class="quiet">This is what the application says. It was not checked.</p>
      </section>
      <form method="post" action="${view.action}">
        <input type="hidden" name="state" value="${view.state}" />
        <div class="actions">
          <button class="primary" type="submit" name="decision" value="switch">Switch account</button>
          <button type="submit" name="decision" value="cancel">Cancel</button>
        </div>
      </form>
    `,
  })
}

function accountOf(account: NamedAccount): Markup {
  const rows = [
    ['Name', account.name],
    ['E-mail', account.email],
    ['Organization', account.organization],
    ['Account id', account.subject],
  ] as const
  return html`<dl>
    ${rows.map(([label, value]) =>
      value === null
        ? ''
        : html`<dt>${label}</dt>
            <dd><bdi>${displayText(value)}</bdi></dd>`,
    )}
  </dl>`
}
