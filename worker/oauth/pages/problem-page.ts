// What a person sees when a sign-in cannot go on and nothing may be redirected (O6): the reason, the request id, and
// what to do.
import { html } from 'hono/html'
import type { PageProblem } from '../../gateway/authorization/contract.ts'
import { PROBLEM_STATUS } from '../../gateway/authorization/page-answer.ts'
import { pageResponse } from './page.ts'

interface Explanation {
  title: string
  text: string
}

const START_AGAIN = 'Go back to the application and start the sign-in again.'

const EXPLANATIONS: Readonly<Record<PageProblem, Explanation>> = {
  invalid_request: {
    title: 'This sign-in link is not valid',
    text: `The application sent a request that cannot be answered. ${START_AGAIN} If it happens again, report it to the maker of the application.`,
  },
  unknown_client: {
    title: 'This application is not known here',
    text: 'Its registration has ended or was made elsewhere. Remove the connection in the application and add it again, so that it registers anew.',
  },
  blocked_client: {
    title: 'This application is blocked',
    text: 'An administrator has blocked it here. Ask them if you need it.',
  },
  invalid_redirect_uri: {
    title: 'The return address does not belong to this application',
    text: 'To protect your account, nothing was sent there. If you did not start this sign-in yourself, close this page. Otherwise remove the connection in the application and add it again.',
  },
  other_browser: {
    title: 'This sign-in was started in another browser',
    text: `It can only be finished where it was started. ${START_AGAIN}`,
  },
  other_account: {
    title: 'Another account is needed here',
    text: 'Sign out of the sign-in service, or choose the other account there, and open the link again.',
  },
  expired: {
    title: 'This sign-in took too long',
    text: `It is no longer valid. ${START_AGAIN}`,
  },
  cancelled: {
    title: 'The sign-in was cancelled',
    text: 'Nobody was signed in. You can close this page, or start again.',
  },
  already_answered: {
    title: 'This sign-in is already finished',
    text: `You can close this page. If the application is still waiting, start the sign-in again there.`,
  },
  too_many_requests: {
    title: 'Too many sign-ins at once',
    text: 'Wait a minute, then start the sign-in again in the application.',
  },
  temporarily_unavailable: {
    title: 'Sign-in is not available right now',
    text: 'A service behind this server does not answer. Nothing is lost; try again in a few minutes.',
  },
  server_disabled: {
    title: 'This server is switched off',
    text: 'An administrator has disabled it. Ask them if you need it.',
  },
  not_found: {
    title: 'There is nothing here',
    text: 'No MCP server with sign-in has this address. Check the address in the application.',
  },
  server_error: {
    title: 'Something went wrong here',
    text: `${START_AGAIN} If it happens again, give the request id below to an administrator.`,
  },
}

/** `detail` is the concrete reason in one sentence; it is shown escaped, and never holds a secret. */
export function problemPage(problem: PageProblem, requestId: string, detail?: string): Promise<Response> {
  const { title, text } = EXPLANATIONS[problem]
  return pageResponse({
    mayHaveOpener: true,
    status: PROBLEM_STATUS[problem],
    title,
    body: html`
      <h1>${title}</h1>
      <p>${text}</p>
      ${detail === undefined ? '' : html`<p>Reason: ${detail}</p>`}
      <p class="quiet">Request id <code>${requestId}</code></p>
    `,
  })
}
