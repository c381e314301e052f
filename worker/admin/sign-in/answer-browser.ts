// The steps of a sign-in are pages that a person opens: what goes wrong is shown as one, and as problem details to
// programs.
import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Problem } from '../../../schema/api/problem.ts'
import { isOnlyLookedAt } from '../../http/only-looked-at.ts'
import { pageResponse } from '../../oauth/pages/page.ts'
import type { AdminEnv } from '../context.ts'
import { problemResponse } from '../problem-response.ts'
import { SIGN_IN_PATH } from './urls.ts'

/**
 * `again`: where another try begins. Throws what `step` throws where the asker wants no HTML; the error mapper answers
 * then.
 */
export async function answerBrowser(
  c: Context<AdminEnv>,
  step: () => Promise<Response>,
  again = `${SIGN_IN_PATH}/start`,
): Promise<Response> {
  if (isOnlyLookedAt(c.req.raw)) return new Response(null)
  try {
    return await step()
  } catch (error) {
    if (!c.req.header('accept')?.includes('text/html')) throw error
    const problem = problemResponse(error, c)
    const { status, detail, requestId } = await problem.json<Problem>()
    const page = await pageResponse({
      mayHaveOpener: true,
      status,
      title: 'The sign-in did not work',
      body: html`
        <h1>The sign-in did not work</h1>
        <p>${detail}</p>
        <p><a href="${again}">Sign in again</a></p>
        <p class="quiet">Request <code>${requestId}</code></p>
      `,
    })
    const retryAfter = problem.headers.get('retry-after')
    if (retryAfter !== null) page.headers.set('retry-after', retryAfter)
    return page
  }
}

/** A redirect that tells the next host nothing about this one. */
export function redirectTo(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'referrer-policy': 'no-referrer' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 302, headers })
}
