// The authorization server's metadata (O3; RFC 8414 §3, MCP authorization).
import { fail, pass, skip, warn, type Checked, type Finding } from '../finding.ts'
import { describeReply, jsonObjectOf, stringsOf, trySend, type Reply, type Send } from '../probe.ts'
import type { ResourceFacts } from './check-resource-metadata.ts'

export interface ServerFacts {
  authorizationEndpoint: string | undefined
  tokenEndpoint: string | undefined
  registrationEndpoint: string | undefined
  supportsClientDocuments: boolean
  allowsPublicClients: boolean
}

interface Places {
  oauth: string
  openid: readonly string[]
}

/** RFC 8414 §3.1 and OpenID Connect Discovery §4: the order in which clients look. */
export function metadataPlaces(issuer: string): Places {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  const inserted = `${origin}/.well-known/openid-configuration${path}`
  return {
    oauth: `${origin}/.well-known/oauth-authorization-server${path}`,
    openid: path === '' ? [inserted] : [inserted, `${origin}${path}/.well-known/openid-configuration`],
  }
}

export async function checkAuthorizationServer(
  send: Send,
  { issuer, scopes }: ResourceFacts,
): Promise<Checked<ServerFacts>> {
  const places = metadataPlaces(issuer)
  const [oauth, ...openid] = await Promise.all(
    [places.oauth, ...places.openid].map((place) => trySend(send, place)),
  )
  const asOauth = oauth && documentOf(oauth)
  const asOpenid = openid.map(documentOf).find((document) => document !== undefined)
  const document = asOauth ?? asOpenid
  const findings = [whereFound(places, oauth, asOauth, asOpenid), openidFinding(asOauth, asOpenid)]
  if (!document) return { findings }
  const facts = factsOf(document)
  findings.push(
    checkIssuer(document, issuer),
    checkEndpoints(facts),
    checkPkce(document),
    checkPublicClients(facts),
    checkIss(document),
    checkOfflineAccess(document, scopes),
  )
  return { findings, value: facts }
}

function documentOf(reply: Reply | { failure: string }): Record<string, unknown> | undefined {
  return 'failure' in reply || reply.status !== 200 ? undefined : jsonObjectOf(reply)
}

function whereFound(
  { oauth: place }: Places,
  reply: Reply | { failure: string } | undefined,
  asOauth: object | undefined,
  asOpenid: object | undefined,
): Finding {
  if (asOauth) return pass('authorization_server_metadata', `${place} is there`)
  const seen = reply ? describeReply(reply) : 'nothing'
  const remedy = `Serve the metadata as JSON at ${place}.`
  return asOpenid
    ? warn(
        'authorization_server_metadata',
        `Only the OpenID document is there; ${place} answers ${seen}`,
        remedy,
      )
    : fail('authorization_server_metadata', `${place} answers ${seen}`, remedy)
}

function openidFinding(asOauth: object | undefined, asOpenid: object | undefined): Finding {
  if (asOpenid) return pass('openid_configuration', 'The OpenID document is there too')
  return asOauth
    ? skip('openid_configuration', 'There is no OpenID document; no client needs it beside the other one')
    : skip('openid_configuration', 'There is no OpenID document')
}

function factsOf(document: Record<string, unknown>): ServerFacts {
  const text = (name: string) => (typeof document[name] === 'string' ? document[name] : undefined)
  // RFC 8414 §2: without the list, client_secret_basic is meant.
  const methods = stringsOf(document['token_endpoint_auth_methods_supported']) ?? ['client_secret_basic']
  return {
    authorizationEndpoint: text('authorization_endpoint'),
    tokenEndpoint: text('token_endpoint'),
    registrationEndpoint: text('registration_endpoint'),
    supportsClientDocuments: document['client_id_metadata_document_supported'] === true,
    allowsPublicClients: methods.includes('none'),
  }
}

/** RFC 8414 §3.3: byte for byte, or a client must not use the document. */
function checkIssuer(document: Record<string, unknown>, expected: string): Finding {
  const { issuer } = document
  return issuer === expected
    ? pass('issuer', 'The issuer is the one that the resource names')
    : fail(
        'issuer',
        `The document says issuer ${JSON.stringify(issuer)}, the resource names ${JSON.stringify(expected)}`,
        'Make them equal byte for byte, a trailing slash included.',
      )
}

function checkEndpoints(facts: ServerFacts): Finding {
  const wrong = Object.entries({
    authorization_endpoint: facts.authorizationEndpoint,
    token_endpoint: facts.tokenEndpoint,
  }).filter(([, value]) => value === undefined || !URL.canParse(value))
  if (wrong.length === 0) return pass('endpoints', 'Authorization and token endpoint are absolute URLs')
  const names = wrong.map(([name]) => name).join(' and ')
  return fail('endpoints', `${names}: missing, or no absolute URL`, 'Write the whole URLs into the metadata.')
}

/** OAuth 2.1 and MCP: clients refuse a server that does not announce it. */
function checkPkce(document: Record<string, unknown>): Finding {
  const methods = stringsOf(document['code_challenge_methods_supported'])
  if (methods?.includes('S256')) return pass('pkce', 'code_challenge_methods_supported lists S256')
  const seen = methods ? `lists ${methods.join(', ') || 'nothing'}` : 'is absent'
  return fail(
    'pkce',
    `code_challenge_methods_supported ${seen}`,
    'Support PKCE with S256 and announce it: MCP clients refuse to go on without.',
  )
}

function checkPublicClients({ allowsPublicClients }: ServerFacts): Finding {
  return allowsPublicClients
    ? pass('public_clients', 'Clients without a secret are allowed')
    : warn(
        'public_clients',
        'token_endpoint_auth_methods_supported does not list none',
        'List none: desktop and command line clients have no secret, and client documents need it.',
      )
}

/** RFC 9207 §3. */
function checkIss(document: Record<string, unknown>): Finding {
  return document['authorization_response_iss_parameter_supported'] === true
    ? pass('iss_parameter', 'Authorization responses name their issuer')
    : warn(
        'iss_parameter',
        'authorization_response_iss_parameter_supported is not true',
        'Send iss with every authorization response: it stops mix-up attacks (RFC 9207).',
      )
}

/** Clients ask for it where it is listed; in the resource's own list it would be a scope of the API. */
function checkOfflineAccess(document: Record<string, unknown>, resourceScopes: readonly string[]): Finding {
  if (resourceScopes.includes('offline_access')) {
    return warn(
      'offline_access',
      'The resource lists offline_access among its scopes',
      'List it at the authorization server only.',
    )
  }
  return stringsOf(document['scopes_supported'])?.includes('offline_access')
    ? pass('offline_access', 'Clients can ask for refresh tokens')
    : warn(
        'offline_access',
        'The authorization server does not list offline_access',
        'List it, or issue refresh tokens unasked: users would have to sign in again each hour.',
      )
}
