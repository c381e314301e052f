// How authorize, token and the GET stream answer what is not valid: without a redirect, in JSON, never with a 5xx.
import { fail, pass, skip, warn, type Finding } from '../finding.ts'
import { mcpHeaders } from '../mcp-request.ts'
import { describeReply, jsonObjectOf, trySend, type Send } from '../probe.ts'
import type { ServerFacts } from './check-authorization-server.ts'

const UNKNOWN_CLIENT = 'limen-doctor-unknown-client'
const REDIRECT_URI = 'https://doctor.invalid/callback'

/** O6; RFC 6749 §3.1.2.4: an unknown client is told on a page, never by a redirect to where it asked. */
export async function checkAuthorizationEndpoint(send: Send, facts: ServerFacts): Promise<Finding> {
  if (facts.authorizationEndpoint === undefined || !URL.canParse(facts.authorizationEndpoint)) {
    return skip('authorization_endpoint', 'There is none')
  }
  const url = new URL(facts.authorizationEndpoint)
  const parameters = {
    response_type: 'code',
    client_id: UNKNOWN_CLIENT,
    redirect_uri: REDIRECT_URI,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  const reply = await trySend(send, url.href)
  if (!('failure' in reply) && reply.headers.get('location')?.startsWith(REDIRECT_URI)) {
    return fail(
      'authorization_endpoint',
      'It redirects to the address of a client that it does not know',
      'Verify client and redirect URI before any redirect: this is an open redirector.',
    )
  }
  if ('failure' in reply || reply.status >= 500) {
    const remedy = 'Refuse an unknown client with a page that says so.'
    return fail('authorization_endpoint', `An unknown client is answered ${describeReply(reply)}`, remedy)
  }
  return pass('authorization_endpoint', 'It sends an unknown client nowhere')
}

/** RFC 6749 §5.2: clients decide by this JSON whether to sign in again. */
export async function checkTokenEndpoint(send: Send, facts: ServerFacts): Promise<Finding> {
  if (facts.tokenEndpoint === undefined || !URL.canParse(facts.tokenEndpoint)) {
    return skip('token_endpoint', 'There is none')
  }
  const reply = await trySend(send, facts.tokenEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: 'limen-doctor',
      client_id: UNKNOWN_CLIENT,
      redirect_uri: REDIRECT_URI,
      code_verifier: 'limen-doctor-limen-doctor-limen-doctor-limen',
    }).toString(),
  })
  const error = 'failure' in reply ? undefined : jsonObjectOf(reply)?.['error']
  if (!('failure' in reply) && (reply.status === 400 || reply.status === 401) && typeof error === 'string') {
    return pass('token_endpoint', `A code that does not exist is refused with ${reply.status} ${error}`)
  }
  return fail(
    'token_endpoint',
    `A code that does not exist is answered ${describeReply(reply)}`,
    'Answer 400 or 401 with a JSON error: clients read it to know what to do.',
  )
}

/** Old clients open a stream first; 401, 405 and a stream are answers they understand. */
export async function checkGetStream(send: Send, url: URL, token: string | undefined): Promise<Finding> {
  const { 'content-type': _, ...headers } = mcpHeaders({ token })
  const reply = await trySend(send, url.href, { headers: { ...headers, accept: 'text/event-stream' } })
  if ('failure' in reply)
    return warn('get_stream', `GET has no answer: ${reply.failure}`, 'Answer 405 or a stream.')
  const isStream = reply.headers.get('content-type')?.startsWith('text/event-stream') === true
  return [400, 401, 405].includes(reply.status) || (reply.status === 200 && isStream)
    ? pass('get_stream', `GET is answered ${reply.status}`)
    : warn(
        'get_stream',
        `GET is answered ${describeReply(reply)}`,
        'Answer 405 where there is no stream: some clients give up on anything else.',
      )
}
