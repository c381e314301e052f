// The protected resource document (O2; RFC 9728 §3).
import { fail, pass, warn, type Checked, type Finding } from '../finding.ts'
import { describeReply, jsonObjectOf, stringsOf, trySend, type Send } from '../probe.ts'

export interface ResourceFacts {
  /** The issuer that clients go to: the first one. */
  issuer: string
  scopes: readonly string[]
}

/** RFC 9728 §3.1: the well-known segment stands between host and path. */
export function resourceMetadataUrl(url: URL): string {
  const path = url.pathname === '/' ? '' : url.pathname
  return `${url.origin}/.well-known/oauth-protected-resource${path}${url.search}`
}

export async function checkResourceMetadata(
  send: Send,
  url: URL,
  announcedAt: string,
): Promise<Checked<ResourceFacts>> {
  const reply = await trySend(send, announcedAt)
  const document = 'failure' in reply || reply.status !== 200 ? undefined : jsonObjectOf(reply)
  if (!document) {
    const remedy = 'Answer 200 with a JSON object, without a redirect and without asking for a credential.'
    return {
      findings: [fail('resource_metadata', `${announcedAt} answers ${describeReply(reply)}`, remedy)],
    }
  }
  const findings = [await checkWellKnown(send, url, announcedAt), checkResource(document, url)]
  const [issuer] = stringsOf(document['authorization_servers']) ?? []
  if (issuer === undefined || !URL.canParse(issuer)) {
    const remedy = 'List the issuer of the authorization server in authorization_servers.'
    findings.push(fail('authorization_server', 'The document names no authorization server', remedy))
    return { findings }
  }
  findings.push(pass('authorization_server', `The authorization server is ${issuer}`))
  return { findings, value: { issuer, scopes: stringsOf(document['scopes_supported']) ?? [] } }
}

/** Clients that do not read the challenge ask at the well-known place. */
async function checkWellKnown(send: Send, url: URL, announcedAt: string): Promise<Finding> {
  const wellKnown = resourceMetadataUrl(url)
  if (wellKnown === announcedAt) return pass('resource_metadata', `${announcedAt} is there`)
  const reply = await trySend(send, wellKnown)
  return !('failure' in reply) && reply.status === 200
    ? pass('resource_metadata', `${announcedAt} is there, and ${wellKnown} too`)
    : warn(
        'resource_metadata',
        `${announcedAt} is there, but ${wellKnown} answers ${describeReply(reply)}`,
        'Serve the document at the well-known place too: some clients look there only.',
      )
}

/** RFC 9728 §3.3: clients refuse a document for another resource. */
function checkResource(document: Record<string, unknown>, url: URL): Finding {
  const { resource } = document
  if (resource === url.href || resource === url.href.replace(/\/$/, '')) {
    return pass('resource', 'The resource is this very URL')
  }
  return fail(
    'resource',
    `The document is about ${typeof resource === 'string' ? resource : 'nothing'}, not about ${url.href}`,
    'resource must be the URL that clients use, byte for byte.',
  )
}
