// The frame of every page that Limen shows to a person: no script, no outside resource, not frameable (O14).
import { html, raw } from 'hono/html'
import { randomToken } from '../../crypto/random-id.ts'
import { STYLE } from './style.ts'

/** Markup that html`` made, so that nothing unescaped can be passed by mistake. */
export type Markup = ReturnType<typeof html>

export interface Page {
  status: number
  title: string
  body: Markup
  /** `Set-Cookie` lines. */
  cookies?: readonly string[]
  /** Goes on to this URL by itself. The same link stands in the body for whoever has refresh switched off. */
  continueTo?: string
  /** Stands in a sign-in that a client, or the dashboard, may have opened in a popup and waits for there. */
  mayHaveOpener?: true
}

/** Renders a page with its security headers. */
export async function pageResponse(page: Page): Promise<Response> {
  const nonce = randomToken(16)
  const refresh = page.continueTo
    ? html`<meta http-equiv="refresh" content="0;url=${page.continueTo}" />`
    : ''
  const document = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        ${refresh}
        <title>${page.title}</title>
        <style nonce="${nonce}">
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>${page.body}</main>
      </body>
    </html>`
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    // form-action is no hazard here: the POST is answered with a page, not with a redirect chain.
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    // `no-referrer` would make the form's Origin null; `same-origin` tells other hosts nothing all the same.
    'referrer-policy': 'same-origin',
  })
  // A policy would cut a popup off from the client for good, also from the client's own page at its end.
  if (!page.mayHaveOpener) headers.set('cross-origin-opener-policy', 'same-origin')
  for (const cookie of page.cookies ?? []) headers.append('set-cookie', cookie)
  return new Response(document.toString(), { status: page.status, headers })
}
