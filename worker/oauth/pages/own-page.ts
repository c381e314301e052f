// Pages of the sign-ins that Limen itself begins: before the sign-in, the call that waits for an answer, and the end
// (product.md §6, S14).
import { html } from 'hono/html'
import type { ConfirmationView, OwnAnswer } from '../../gateway/own-sign-ins/contract.ts'
import { indentJson } from '../../protocol/indent-json.ts'
import { displayText, displayLines } from './display-text.ts'
import { pageResponse } from './page.ts'

/** Nothing of the call is told to whoever has only the link. */
export function askPage(ask: Extract<OwnAnswer, { kind: 'ask' }>): Promise<Response> {
  const server = displayText(ask.serverName)
  const isConfirmation = ask.what === 'confirmation'
  const title = isConfirmation ? 'Your approval is needed' : 'Connect for tool discovery'
  const text = isConfirmation
    ? 'An application that you have connected wants to run a tool that needs your approval. Sign in to see the call; nothing runs before you approve it.'
    : 'Limen will list the tools of this server with your account. It never calls a tool with it, and no application can use it. An administrator can end it at any time.'
  return pageResponse({
    status: 200,
    title: `${title} – ${server}`,
    body: html`
      <h1>${title}</h1>
      <dl>
        <dt>Server</dt>
        <dd><bdi>${server}</bdi></dd>
      </dl>
      <p>${text}</p>
      <form method="post" action="${ask.action}">
        <input type="hidden" name="handle" value="${ask.handle}" />
        <div class="actions">
          <button class="primary" type="submit" name="decision" value="begin">Sign in</button>
        </div>
      </form>
    `,
  })
}

/** The form posts `handle` and `decision` (`approve` or `decline`) to `view.action`. */
export function reviewPage(view: ConfirmationView, cookies: readonly string[]): Promise<Response> {
  const client = displayText(view.clientName)
  return pageResponse({
    status: 200,
    title: `Approve this call? – ${displayText(view.serverName)}`,
    cookies,
    body: html`
      <h1>Approve this call?</h1>
      <dl>
        <dt>Application</dt>
        <dd><bdi>${client}</bdi></dd>
        <dt>Server</dt>
        <dd><bdi>${displayText(view.serverName)}</bdi></dd>
        <dt>Tool</dt>
        <dd><bdi>${displayText(view.tool, 256)}</bdi></dd>
        <dt>Account</dt>
        <dd><bdi>${displayText(view.account)}</bdi></dd>
      </dl>
      <h2 id="arguments">With exactly these arguments</h2>
      <pre
        class="arguments"
        dir="ltr"
        tabindex="0"
        aria-labelledby="arguments"
      ><code>${displayLines(indentJson(view.arguments))}</code></pre>
      <p class="quiet">
        If you approve, the application can make this one call once, within ten minutes of asking.
        ${view.isUnproven ? 'Your sign-in service cannot tell whether you entered your credentials just now.' : ''}
      </p>
      <form method="post" action="${view.action}">
        <input type="hidden" name="handle" value="${view.handle}" />
        <div class="actions">
          <button class="primary" type="submit" name="decision" value="approve">Approve</button>
          <button type="submit" name="decision" value="decline">Decline</button>
        </div>
      </form>
    `,
  })
}

const ENDS = {
  approved: {
    title: 'Approved',
    text: 'Go back to the application and let it make the call again. You can close this page.',
  },
  declined: { title: 'Declined', text: 'The call will not run. You can close this page.' },
  connected: {
    title: 'Connected',
    text: 'Limen can list the tools of this server now. You can close this page.',
  },
} as const

export function donePage(done: Extract<OwnAnswer, { kind: 'done' }>): Promise<Response> {
  const { title, text } = ENDS[done.what]
  return pageResponse({
    status: 200,
    title: `${title} – ${displayText(done.serverName)}`,
    cookies: done.cookies,
    body: html`
      <h1>${title}</h1>
      <p>${text}</p>
      <p class="quiet">Signed in as <bdi>${displayText(done.account)}</bdi></p>
    `,
  })
}
