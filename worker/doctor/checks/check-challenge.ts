// What a request without a credential is answered (O4; RFC 6750 §3, RFC 9728 §5.1).
import { fail, pass, skip, warn, type Checked, type Finding } from '../finding.ts'
import { toolsListProbe } from '../mcp-request.ts'
import { describeReply, trySend, type Reply, type Send } from '../probe.ts'

/** How the server guards itself. */
export type Guard =
  | { kind: 'oauth'; metadataUrl: string; scope: string | undefined }
  /** Asks for a bearer token and names no authorization server. */
  | { kind: 'bearer' }
  | { kind: 'open' }

/** Some clients read the header's text themselves, so its form counts: one header, scheme first, quoted values. */
const PARAMETER = /([A-Za-z_][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g

export async function checkChallenge(send: Send, url: URL): Promise<Checked<Guard>> {
  const reply = await trySend(send, url.href, toolsListProbe())
  if ('failure' in reply) {
    const remedy = 'Check the address, and that the server runs and is reachable from here.'
    return { findings: [fail('challenge', `No answer: ${reply.failure}`, remedy), skipExposed()] }
  }
  if (reply.status === 401) return readChallenge(reply)
  if (reply.status === 200) {
    return {
      findings: [
        warn(
          'challenge',
          'tools/list is answered without a credential: the server is open to everybody',
          'Attach a Gateway, or ask for access tokens, unless it is meant to be open.',
        ),
        skipExposed(),
      ],
      value: { kind: 'open' },
    }
  }
  return {
    findings: [
      fail(
        'challenge',
        `A request without a credential is answered ${describeReply(reply)}${errorText(reply)}`,
        'It must be 401 with WWW-Authenticate: Bearer resource_metadata="…".',
      ),
      skipExposed(),
    ],
  }
}

function readChallenge(reply: Reply): Checked<Guard> {
  const header = reply.headers.get('www-authenticate')
  if (header === null) {
    const remedy = 'Send WWW-Authenticate: Bearer resource_metadata="…" with every 401.'
    return { findings: [fail('challenge', 'The 401 has no WWW-Authenticate', remedy), skipExposed()] }
  }
  const exposed = findExposure(reply)
  if (!/^Bearer(?:\s|$)/.test(header)) {
    const remedy = 'Put the scheme first and spell it Bearer: some clients compare its case.'
    return { findings: [fail('challenge', `WWW-Authenticate is ${header}`, remedy), exposed] }
  }
  const parameters = parametersOf(header)
  const metadataUrl = parameters.get('resource_metadata')
  if (metadataUrl === undefined) {
    return {
      findings: [
        pass('challenge', 'It asks for a bearer token and names no authorization server'),
        skip('challenge_exposed', 'There is nothing in the challenge that a browser needs'),
      ],
      value: { kind: 'bearer' },
    }
  }
  const guard: Guard = { kind: 'oauth', metadataUrl, scope: parameters.get('scope') }
  return { findings: [judge(metadataUrl, parameters), exposed], value: guard }
}

function judge(metadataUrl: string, parameters: ReadonlyMap<string, string>): Finding {
  if (!URL.canParse(metadataUrl)) {
    return fail(
      'challenge',
      `resource_metadata is not an absolute URL: ${metadataUrl}`,
      'Write the whole URL, host included.',
    )
  }
  if (parameters.has('error')) {
    return warn(
      'challenge',
      `The challenge says error="${parameters.get('error')}" although no credential was sent`,
      'Leave error out where nothing was sent (RFC 6750 §3.1): some clients drop their tokens on it.',
    )
  }
  if (!parameters.has('scope')) {
    return warn(
      'challenge',
      'The challenge names no scope',
      'Name the scopes: several clients ask for exactly these, and for none where none is named.',
    )
  }
  return pass('challenge', `401 points to ${metadataUrl}`)
}

/** Claude and other clients in a page discover with `fetch`, which sees exposed headers only. */
function findExposure(reply: Reply): Finding {
  const exposed = (reply.headers.get('access-control-expose-headers') ?? '').toLowerCase()
  const isExposed = exposed.split(',').some((name) => ['www-authenticate', '*'].includes(name.trim()))
  return isExposed && reply.headers.get('access-control-allow-origin') !== null
    ? pass('challenge_exposed', 'Clients in a web page can read the challenge')
    : warn(
        'challenge_exposed',
        'Clients in a web page cannot read the challenge',
        'Send Access-Control-Allow-Origin: * and Access-Control-Expose-Headers: WWW-Authenticate with the 401.',
      )
}

function parametersOf(header: string): Map<string, string> {
  return new Map(
    [...header.slice('Bearer'.length).matchAll(PARAMETER)].map(([, name, quoted, plain]) => [
      (name ?? '').toLowerCase(),
      quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1'),
    ]),
  )
}

/** The reason in a JSON-RPC or problem body, where it is short. */
function errorText(reply: Reply): string {
  const match = /"(?:message|error_description|detail)"\s*:\s*"((?:[^"\\]|\\.){1,200})"/.exec(reply.text)
  return match ? ` (${match[1]})` : ''
}

function skipExposed(): Finding {
  return skip('challenge_exposed', 'There was no challenge')
}
