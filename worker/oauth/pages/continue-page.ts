// The page between a POST and where it leads. A redirect instead would fall under the form's CSP along its whole
// chain (O14, measured in Chromium), so the page goes on by itself and shows the same link.
import { html } from 'hono/html'
import { pageResponse } from './page.ts'

/** Goes on to the downstream sign-in. */
export function continueToSignInPage(location: string, cookies: readonly string[]): Promise<Response> {
  return pageResponse({
    mayHaveOpener: true,
    status: 200,
    title: 'Going on to sign-in',
    cookies,
    continueTo: location,
    body: html`
      <h1>Going on to sign-in</h1>
      <p>If nothing happens, <a href="${location}">go on to sign-in</a>.</p>
    `,
  })
}

/** Goes back to the client, after Allow or Deny. `location` is on the verified redirect URI. */
export function continueToClientPage(location: string, cookies: readonly string[]): Promise<Response> {
  return pageResponse({
    mayHaveOpener: true,
    status: 200,
    title: 'Going back to the application',
    cookies,
    continueTo: location,
    body: html`
      <h1>Going back to the application</h1>
      <p>
        If nothing happens, <a href="${location}">go back to the application</a>. Then you can close this
        page.
      </p>
    `,
  })
}
